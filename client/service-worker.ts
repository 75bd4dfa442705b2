import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** What browsers that run the pages never ask for: the older kind of font, and maps for developers. */
const NOT_KEPT = /\.(?:woff|map)$/;

/**
 * Adds `sw.js` to the build: `service-worker.js` with the list of everything that the pages load, and a version that
 * changes whenever any of it does.
 */
export function serviceWorker(): Plugin {
  const folder = import.meta.dirname;
  return {
    name: 'filiera:service-worker',
    apply: 'build',
    // After every other plugin: index.html is written in this step too, with the names of what it loads.
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const source = readFileSync(join(folder, 'service-worker.js'), 'utf8');
        const publicFiles = readdirSync(join(folder, 'public'));
        const built = Object.keys(bundle).filter((name) => !NOT_KEPT.test(name) && name !== 'index.html');
        const version = createHash('sha256').update(source);
        for (const name of built.toSorted()) version.update(name);
        for (const name of publicFiles) version.update(readFileSync(join(folder, 'public', name)));
        const shell = bundle['index.html'];
        if (shell?.type !== 'asset') this.error('the build has no index.html');
        version.update(shell.source);
        const files = ['/', ...publicFiles.map((name) => `/${name}`), ...built.map((name) => `/${name}`)];
        this.emitFile({
          type: 'asset',
          fileName: 'sw.js',
          source: source
            .replace('__VERSION__', version.digest('hex').slice(0, 16))
            .replace('__FILES__', JSON.stringify(files)),
        });
      },
    },
  };
}
