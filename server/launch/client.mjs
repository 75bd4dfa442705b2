// Builds the client when something that it is made of has changed.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { digestFiles, NODE, ROOT, readStamp, run } from './workspace.mjs';

const DIST = join(ROOT, 'client/dist');
const STAMP = join(DIST, '.filiera-built');
/** What is worth compressing; fonts and images are compressed already. */
const TEXT = /\.(?:css|html|js|json|map|mjs|svg|txt|webmanifest)$/;

/** Every file below `folder`, as paths from the root in a fixed order. */
function filesBelow(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(ROOT, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .sort();
}

function sources() {
  const ownFiles = readdirSync(join(ROOT, 'client'), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `client/${entry.name}`)
    .sort();
  return [
    ...ownFiles,
    ...filesBelow('client/src'),
    ...(existsSync(join(ROOT, 'client/public')) ? filesBelow('client/public') : []),
    ...filesBelow('shared/src'),
    'shared/package.json',
    'pnpm-lock.yaml',
  ];
}

/** Leaves a `.br` and a `.gz` beside each text file, for the server to send instead. */
async function compress(folder) {
  const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)];
  await Promise.all(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && TEXT.test(entry.name))
      .map(async (entry) => {
        const path = join(entry.parentPath ?? entry.path, entry.name);
        const content = readFileSync(path);
        if (content.length < 1024) return;
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
        writeFileSync(`${path}.br`, await brotli(content, { params }));
        writeFileSync(`${path}.gz`, await zip(content, { level: 9 }));
      }),
  );
}

/**
 * Builds the client into `client/dist`, unless it was built from these very sources. The new build is made beside the
 * old one and takes its place whole. Ends the process where the build fails.
 */
export async function ensureBuilt() {
  const digest = digestFiles(sources());
  if (readStamp(STAMP) === digest) return;
  console.log('Building the pages (only when they have changed)…');
  const fresh = join(ROOT, `client/.filiera-build-${process.pid}`);
  const old = `${fresh}-old`;
  const cleanUp = () => {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const vite = join(ROOT, 'client/node_modules/vite/bin/vite.js');
    const code = run(NODE, [vite, 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'error'], {
      cwd: join(ROOT, 'client'),
    });
    if (code !== 0) throw new Error(`vite ended with ${code}`);
    await compress(fresh);
    writeFileSync(join(fresh, '.filiera-built'), digest);
    if (existsSync(DIST)) renameSync(DIST, old);
    renameSync(fresh, DIST);
    cleanUp();
  } catch (error) {
    cleanUp();
    console.error(`The pages could not be built: ${error.message}.`);
    process.exit(1);
  }
}
