import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { endWritesWithTheirConnection } from '../src/mongodb-driver.ts';

const load = createRequire(createRequire(__filename).resolve('mongoose'));
const { Connection } = load('mongodb/lib/cmap/connection.js') as {
  Connection: new (socket: Socket, options: object) => { command(ns: object, command: object): Promise<object> };
};
const { ns } = load('mongodb/lib/utils.js') as { ns(name: string): object };

it('fails a command whose socket was destroyed just before it is written', async () => {
  endWritesWithTheirConnection();
  const server = createServer().listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const connection = new Connection(socket, { id: 1, hostAddress: 'here', generation: 0, tls: false });
  socket.destroy();
  await expect(connection.command(ns('admin.$cmd'), { hello: 1 })).rejects.toThrow('closed');
  server.close();
});
