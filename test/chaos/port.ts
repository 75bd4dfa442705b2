import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port of this machine that nobody listens on. It lies below those that the system gives to outgoing connections:
 * while the server is down its port must not be taken by somebody who calls, least of all by a page that calls it.
 */
export async function findPort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    const probe = createServer();
    try {
      probe.listen(port, '127.0.0.1');
      await once(probe, 'listening');
      return port;
    } catch {
      // In use: another one.
    } finally {
      probe.close();
    }
  }
}
