import { connect, createServer } from 'node:net';

/** An address to connect to. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** The embedded stack listens here only: it has no authentication. */
export const localhost = '127.0.0.1';

/** Reads `host:port,host:port` (IPv6 hosts in brackets). Throws on anything else. */
export function parseHosts(list: string, defaultPort?: number): HostPort[] {
  return list.split(',').map((item) => {
    const match = /^(?:\[([^\]]+)\]|([^:\s]+))(?::(\d+))?$/.exec(item.trim());
    const host = match?.[1] ?? match?.[2];
    const port = match?.[3] ? Number(match[3]) : defaultPort;
    if (!host || !port || port > 65_535) throw new Error(`"${item}" is not host:port`);
    return { host, port };
  });
}

/** Can a TCP connection be made; with `hello`, does anything come back for these bytes? */
export function answers({ host, port }: HostPort, hello?: Buffer, timeout = 2_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeout, () => end(false));
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
    socket.on('data', () => end(true));
    socket.on('connect', () => (hello ? socket.write(hello) : end(true)));
  });
}

/** Can a server listen on that port? 0 asks the system for any. Resolves to the port, undefined when it is taken. */
export function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(undefined));
    server.listen(port, localhost, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
