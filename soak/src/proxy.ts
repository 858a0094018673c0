import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { localhost } from 'throughline/server';

/** What goes wrong on the line: nothing gets through and nobody is told, or connections break and new ones are refused. */
export type Cut = 'silent' | 'refused';

interface Line {
  readonly client: string;
  readonly sockets: readonly Socket[];
}

/**
 * Stands in front of a broker and can cut single clients off. It tells them apart by the client id that every Kafka
 * request carries: the first one of a connection says whose it is.
 */
export class Proxy {
  readonly address: string;
  private readonly server: Server;
  private readonly target: number;
  private readonly open = new Set<Socket>();
  private readonly lines = new Set<Line>();
  private readonly cuts = new Map<string, Cut>();

  private constructor(server: Server, target: number) {
    this.server = server;
    this.target = target;
    this.address = `${localhost}:${(server.address() as AddressInfo).port}`;
    server.on('connection', (socket) => this.take(socket));
  }

  /** Listens on `port` for what goes to `target`, both on this machine. */
  static async open(port: number, target: number): Promise<Proxy> {
    const server = createServer();
    server.listen(port, localhost);
    await once(server, 'listening');
    return new Proxy(server, target);
  }

  /** The client ids that are connected, each once. */
  get clients(): string[] {
    return [...new Set([...this.lines].map((line) => line.client))];
  }

  /** Cuts a client off until the function that comes back is called. What was held back is passed on then, as TCP would. */
  cut(client: string, how: Cut): () => void {
    this.cuts.set(client, how);
    for (const line of this.lines) if (line.client === client) interrupt(line, how);
    return () => {
      this.cuts.delete(client);
      for (const line of this.lines) if (line.client === client) line.sockets.forEach((s) => s.resume());
    };
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.open) socket.destroy();
    await closed;
  }

  private take(down: Socket): void {
    this.track(down);
    const read: Buffer[] = [];
    const onData = (chunk: Buffer): void => {
      read.push(chunk);
      const first = Buffer.concat(read);
      const client = clientId(first);
      if (client === undefined) return;
      down.off('data', onData);
      down.pause();
      this.connect(client, down, first);
    };
    down.on('data', onData);
  }

  private connect(client: string, down: Socket, first: Buffer): void {
    if (this.cuts.get(client) === 'refused') return void down.destroy();
    const up = connect(this.target, localhost);
    this.track(up);
    const line = { client, sockets: [down, up] };
    this.lines.add(line);
    up.write(first);
    pass(down, up);
    pass(up, down);
    down.on('close', () => this.lines.delete(line));
    if (this.cuts.has(client)) interrupt(line, 'silent');
    else down.resume();
  }

  private track(socket: Socket): void {
    socket.setNoDelay(true);
    socket.on('error', () => undefined); // 'close' follows
    this.open.add(socket);
    socket.on('close', () => this.open.delete(socket));
  }
}

/** By hand and not by pipe(): what is paused here must stay paused. What was taken is passed on before the end is. */
function pass(from: Socket, to: Socket): void {
  from.on('data', (chunk) => to.write(chunk));
  from.on('end', () => to.end());
  from.on('close', () => to.destroySoon());
}

const interrupt = (line: Line, how: Cut): void =>
  line.sockets.forEach((s) => (how === 'silent' ? s.pause() : s.destroy()));

/**
 * The client id of a Kafka request: size (4 bytes), api key (2), version (2), correlation id (4), length of the client id
 * (2), client id. Undefined as long as not all of it is there; '' where the client names none.
 */
export function clientId(request: Buffer): string | undefined {
  if (request.length < 14) return undefined;
  const length = request.readInt16BE(12);
  if (length < 0) return '';
  return request.length < 14 + length ? undefined : request.toString('utf8', 14, 14 + length);
}
