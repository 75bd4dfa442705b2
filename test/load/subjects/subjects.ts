import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROTOCOL_VERSION } from '@filiera/shared/protocol/protocol.ts';
import { SERVER } from '../../../server/launch/workspace.mjs';
import { prepare } from '../../support/prepared.ts';
import { filiera, hocuspocus, plain, relayed } from '../generator/dialect.ts';
import type { Door } from '../generator/page.ts';
import { ServerProcess } from './process.ts';

export const SUBJECTS = {
  filiera: 'Filiera',
  'y-websocket': '@y/websocket-server',
  hocuspocus: 'hocuspocus',
  'hocuspocus-sqlite': 'hocuspocus + SQLite',
  relay: 'ws relay, no Yjs',
} as const;
export type SubjectName = keyof typeof SUBJECTS;
export const SUBJECT_NAMES = Object.keys(SUBJECTS) as SubjectName[];

/** Those that know the document; those that know it after a restart, too. */
export const KEEPS_DOCUMENT = new Set<SubjectName>(SUBJECT_NAMES.filter((name) => name !== 'relay'));
export const PERSISTS = new Set<SubjectName>(['filiera', 'hocuspocus-sqlite']);

/** A load is what limits of rates keep away: they count as ever, and stop nobody. */
const NO_RATES = {
  MAX_EDITS_PER_SECOND: '100000',
  MAX_AWARENESS_PER_SECOND: '100000',
  MAX_BYTES_PER_SECOND: '1073741824',
};

/** One server with the plans that it is to hold: what it keeps outlives its process. */
export class Subject {
  readonly name: SubjectName;
  private readonly folder: string;
  private readonly cookies: readonly string[];
  private readonly profileDir: string | null;
  private running: ServerProcess | null = null;

  private constructor(
    name: SubjectName,
    folder: string,
    cookies: readonly string[],
    profileDir: string | null,
  ) {
    this.name = name;
    this.folder = folder;
    this.cookies = cookies;
    this.profileDir = profileDir;
  }

  static async make(
    name: SubjectName,
    { folder, plans, members, profileDir }: SubjectNeeds,
  ): Promise<Subject> {
    mkdirSync(folder, { recursive: true });
    const cookies = name === 'filiera' ? await prepare(folder, plans, members) : [];
    return new Subject(name, folder, cookies, profileDir);
  }

  /** The same, over a copy of what this one kept. */
  on(folder: string, profileDir: string | null): Subject {
    return new Subject(this.name, folder, this.cookies, profileDir);
  }

  async start(): Promise<ServerProcess> {
    this.running = await ServerProcess.start(this.program(), this.env());
    return this.running;
  }

  /** The way of the member with this number to a plan. */
  door(plan: string, member: number): Door {
    const { port } = this.running!;
    const door = { port, path: `/${plan}`, headers: {} };
    switch (this.name) {
      case 'filiera': {
        const cookie = this.cookies[member % this.cookies.length]!;
        const headers = { Cookie: cookie, Origin: `http://127.0.0.1:${port}` };
        return { port, path: `/collab/${plan}?protocol=${PROTOCOL_VERSION}`, headers, dialect: filiera };
      }
      case 'hocuspocus':
      case 'hocuspocus-sqlite':
        return { ...door, dialect: hocuspocus(plan) };
      case 'y-websocket':
        return { ...door, dialect: plain };
      case 'relay':
        return { ...door, dialect: relayed };
    }
  }

  private program(): string[] {
    const here = import.meta.dirname;
    switch (this.name) {
      case 'filiera':
        return this.profileDir === null
          ? SERVER
          : ['--cpu-prof', `--cpu-prof-dir=${this.profileDir}`, ...SERVER];
      case 'hocuspocus':
      case 'hocuspocus-sqlite':
        return [join(here, 'hocuspocus.mjs')];
      case 'y-websocket':
        return [join(here, 'y-websocket-server.mjs')];
      case 'relay':
        return [join(here, 'relay.mjs')];
    }
  }

  private env(): Record<string, string> {
    if (!PERSISTS.has(this.name)) return {};
    return this.name === 'filiera' ? { DATA_DIR: this.folder, ...NO_RATES } : { DATA_DIR: this.folder };
  }
}

/** What a server is to hold before it starts. */
export interface SubjectNeeds {
  /** Where it may keep something. */
  readonly folder: string;
  readonly plans: readonly string[];
  /** How many members there are; all of them contribute to all of the plans. */
  readonly members: number;
  /** Where Filiera's profile goes, if it is to be profiled. */
  readonly profileDir: string | null;
}
