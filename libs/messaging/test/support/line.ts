import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import { brokers } from './cluster.ts';

/** A line to the broker that can be disturbed. */
export interface Line {
  /** For clients that are to use it. */
  readonly socketFactory: ISocketFactory;
  /** The next answer of more than `bytes` breaks off there, and the connection with it. */
  breakIn(bytes: number): void;
  /** Whether that has happened. */
  readonly broken: boolean;
  /** Nothing comes through any more, and nobody is told. */
  silence(): void;
  close(): Promise<void>;
}

/** Opens a line to the first broker. */
export async function openLine(): Promise<Line> {
  const target = brokers[0] as string;
  const [host, port] = target.split(':');
  const sockets = new Set<Socket>();
  let breaksIn: number | undefined;
  let broken = false;
  const server = createServer((down) => {
    const up = connect(Number(port), host);
    for (const socket of [down, up]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined); // 'close' follows
      socket.on('close', () => [down, up].forEach((s) => s.destroy()));
    }
    down.on('data', (chunk) => up.write(chunk));
    up.on('data', (chunk) => {
      if (breaksIn === undefined || chunk.length <= breaksIn) {
        down.write(chunk);
        return;
      }
      down.end(chunk.subarray(0, breaksIn));
      breaksIn = undefined;
      broken = true;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    socketFactory: ({ onConnect }) => connect((server.address() as AddressInfo).port, '127.0.0.1', onConnect),
    breakIn: (bytes) => void (breaksIn = bytes),
    get broken() {
      return broken;
    },
    silence: () => sockets.forEach((s) => s.pause()),
    close: async () => {
      server.close();
      sockets.forEach((s) => s.destroy());
      await once(server, 'close');
    },
  };
}
