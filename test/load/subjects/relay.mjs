// The floor: every message goes to everybody else on the same address, as it came. No document, nothing kept.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false });
const rooms = new Map();
sockets.on('connection', (socket, request) => {
  const room = rooms.get(request.url) ?? new Set();
  rooms.set(request.url, room);
  room.add(socket);
  socket.on('message', (data) => {
    for (const other of room) if (other !== socket) other.send(data);
  });
  socket.on('close', () => room.delete(socket));
});
server.listen(Number(process.env.PORT), process.env.HOST, () =>
  console.log(`running at :${server.address().port}`),
);
