import { join } from 'node:path';

/** The project's folder. */
export const ROOT = join(import.meta.dirname, '../..');
/** What tests and measurements leave behind; on the disk that holds the project, where a flush costs what it costs. */
export const ARTIFACTS = join(ROOT, 'test/artifacts');
