import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What drives browsers or LibreOffice, or breaks everything again and again: the longest files, however short their
 * text is.
 */
const LONG = /\/(?:browser|chaos|fuzz|simulation)\/|\/server\/(?:docx|dossier-pages|start|xlsx)/;

/** Begins the long files first, so that no worker is left with one of them while the other has nothing to do. */
class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'fixtures/**', 'artifacts/**'],
    pool: 'forks',
    // Browsers and servers run beside the tests, so leave them some room.
    maxWorkers: 2,
    sequence: { sequencer: LongFilesFirst },
    testTimeout: 60_000,
    // A condition is waited for, never a time: this only bounds how long a failure takes.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    reporters: process.env.CI ? ['default', 'github-actions'] : ['default'],
  },
});
