// npm run dev: both sides, each reloaded when its sources change. The pages are on PORT (3000), the server behind them
// on the next port; the address to open is the pages'.
import { join } from 'node:path';
import { ensureInstalled, environment, NODE, ROOT, SERVER, supervise } from './workspace.mjs';

ensureInstalled();

const port = Number(process.env.PORT || 3000);
if (!Number.isInteger(port) || port < 1 || port > 65_534) {
  console.error(`PORT must be a whole number from 1 to 65534, not "${process.env.PORT}".`);
  process.exit(1);
}
const server = supervise(NODE, ['--watch', '--watch-preserve-output', ...SERVER], {
  env: environment({
    PORT: String(port + 1),
    HOST: '127.0.0.1',
    PUBLIC_URL: process.env.PUBLIC_URL || `http://localhost:${port}`,
  }),
});
const pages = supervise(
  NODE,
  [join(ROOT, 'client/node_modules/vite/bin/vite.js'), '--clearScreen', 'false'],
  {
    cwd: join(ROOT, 'client'),
    env: environment({ CLIENT_PORT: String(port), FILIERA_SERVER: `http://127.0.0.1:${port + 1}` }),
  },
);
// One without the other is of no use.
const code = await Promise.race([server.ended, pages.ended]);
server.stop('SIGTERM');
pages.stop('SIGTERM');
await Promise.all([server.ended, pages.ended]);
process.exitCode = code;
