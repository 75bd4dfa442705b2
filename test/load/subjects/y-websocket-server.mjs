// @y/websocket-server in memory, as its own server.js wires it, on a newer ws than the 6.2 that it asks for.
import { createServer } from 'node:http';
import { registerHooks } from 'node:module';
import { WebSocketServer } from 'ws';

// It imports LevelDB whether it is to persist or not; here it is not, and LevelDB is not installed.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'y-leveldb'
      ? { url: 'data:text/javascript,export const LeveldbPersistence = null;', shortCircuit: true }
      : next(specifier, context),
});
const { setupWSConnection } = await import('@y/websocket-server/utils');

const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false });
sockets.on('connection', (socket, request) => setupWSConnection(socket, request));
server.listen(Number(process.env.PORT), process.env.HOST, () =>
  console.log(`running at :${server.address().port}`),
);
