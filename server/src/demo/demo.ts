import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { failToStart, type Running, start, stopOnSignals } from '../main.ts';
import { ASSOCIATION } from './people.ts';
import { type DemoLink, seedDemo } from './seed.ts';

/**
 * `npm run demo`: the whole product on a temporary folder that is gone when it stops, with an association whose plans
 * are under way, and a link for each of its members. `DATA_DIR` is not looked at, so nobody's data is touched.
 */

/** What a demonstration says of itself, in both languages of the interface. */
function announce(running: Running, links: readonly DemoLink[]): void {
  const list = links.map(
    ({ member: { name, described }, token }) =>
      `  ${name}: ${described.it} / ${described.en}\n    ${running.url}/demo/${token}`,
  );
  console.log(`
Questa è una dimostrazione: ${ASSOCIATION.name}, con persone e imprese inventate.
Ogni collegamento fa entrare come un membro; per essere in più persone serve un browser, o una finestra anonima,
per ciascuna. Ciò che si scrive va perso quando la dimostrazione si ferma (Ctrl+C).

This is a demonstration: ${ASSOCIATION.name}, with invented people and companies.
Each link signs in as one member; to be several people, use one browser or private window for each.
What is written is lost when the demonstration stops (Ctrl+C).

${list.join('\n')}
`);
}

if (import.meta.main) {
  process.umask(0o077);
  const folder = mkdtempSync(join(tmpdir(), 'filiera-demo-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  try {
    // Nobody is written to: the addresses of invented people may be somebody's.
    const config = readConfig({ ...process.env, DATA_DIR: folder, SMTP_URL: '' }, process.cwd());
    let links: readonly DemoLink[] = [];
    const running = await start(config, {
      prepare: async (store) => {
        links = await seedDemo(store, Date.now());
        return { links: new Map(links.map(({ token, userId }) => [token, { userId }])) };
      },
    });
    stopOnSignals(running);
    announce(running, links);
  } catch (error) {
    failToStart(error);
  }
}
