import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { fontFiles } from './fonts.ts';

/** What is set: a `Paper` as JSON, the time that the file says it was made, and what goes along. */
export interface Sheet {
  readonly paper: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly json: Uint8Array | null;
}

/** A folder that need not exist: all files that the template reads are given to the compiler. */
const WORKSPACE = join(import.meta.dirname, 'sheet');
const PAPER = join(WORKSPACE, 'paper.json');
const ATTACHED = join(WORKSPACE, 'plan.json');

const require = createRequire(import.meta.url);

/** Sets sheets as PDF, one after the other; each call keeps its thread busy until it is done. */
export class Compiler {
  private readonly compiler: NodeCompiler;
  private readonly template = readFileSync(join(import.meta.dirname, 'form.typ'), 'utf8');

  constructor() {
    const typst: typeof import('@myriaddreamin/typst-ts-node-compiler') = require('@myriaddreamin/typst-ts-node-compiler');
    this.compiler = typst.NodeCompiler.create({
      workspace: WORKSPACE,
      fontArgs: [{ fontBlobs: fontFiles() }],
    });
  }

  /** The bytes of a PDF/A-3a. Throws with what the compiler says where it cannot be made. */
  pdf({ paper, at, json }: Sheet): Uint8Array<ArrayBuffer> {
    const { compiler } = this;
    try {
      compiler.mapShadow(PAPER, Buffer.from(paper));
      if (json) compiler.mapShadow(ATTACHED, Buffer.from(json));
      // In one call: a document that is handed back in between would be in memory until somebody collects garbage.
      const pdf = compiler.pdf(
        { mainFileContent: this.template },
        { pdfStandard: 'a-3a', creationTimestamp: at },
      );
      // A copy: bytes that the compiler holds cannot be handed to another thread.
      return new Uint8Array(pdf);
    } catch (error) {
      throw new Error(`the PDF could not be set: ${reasonOf(error)}`, { cause: error });
    } finally {
      compiler.resetShadow();
      // What was remembered of this document helps with no other.
      compiler.evictCache(0);
    }
  }
}

/** The compiler says what is wrong in a property of its own and leaves the message empty. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}
