import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { clientId, Proxy } from '../src/proxy.ts';

/** A request as Kafka clients begin with it, and some words behind it. */
function hello(client: string | null, words = ''): Buffer {
  const head = Buffer.alloc(14);
  head.writeInt16BE(client === null ? -1 : client.length, 12);
  return Buffer.concat([head, Buffer.from((client ?? '') + words)]);
}

describe('the client id of a request', () => {
  it.each([
    ['of a client', hello('triage-0', 'more'), 'triage-0'],
    ['of nobody', hello(null), ''],
    ['that is not all there', hello('triage-0').subarray(0, 16), undefined],
    ['that has barely begun', Buffer.alloc(6), undefined],
  ])('%s', (_, request, expected) => expect(clientId(request)).toBe(expected));
});

describe('a proxy', () => {
  let broker: Server;
  let proxy: Proxy;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    // Says everything back.
    broker = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    broker.listen(0, '127.0.0.1');
    await once(broker, 'listening');
    proxy = await Proxy.open(0, (broker.address() as AddressInfo).port);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await proxy.close();
    broker.close();
  });

  function dial(client: string) {
    const [host, port] = proxy.address.split(':');
    const socket = connect(Number(port), host);
    sockets.push(socket);
    const state = { heard: '', closed: once(socket, 'close').catch(() => undefined) };
    socket.on('error', () => undefined).on('data', (chunk) => (state.heard += chunk.toString()));
    socket.write(hello(client));
    return { say: (words: string) => socket.write(words), state };
  }

  const heard = async (line: ReturnType<typeof dial>, words: string): Promise<void> => {
    // oxlint-disable-next-line no-await-in-loop -- until it is there
    while (!line.state.heard.includes(words)) await new Promise(setImmediate);
  };

  it('passes on what both sides say', async () => {
    const line = dial('triage-0');
    line.say('good morning');
    await heard(line, 'good morning');
    expect(proxy.clients).toEqual(['triage-0']);
  });

  it('breaks the connections of one client and refuses new ones, until it is healed', async () => {
    const [line, other] = [dial('triage-0'), dial('triage-1')];
    await Promise.all([heard(line, 'triage-0'), heard(other, 'triage-1')]);
    const heal = proxy.cut('triage-0', 'refused');
    await line.state.closed;
    const again = dial('triage-0');
    await again.state.closed;
    expect(again.state.heard).toBe('');
    other.say('still here');
    await heard(other, 'still here');
    heal();
    await heard(dial('triage-0'), 'triage-0');
  });

  it('holds back what one client says and hears, and passes it on when it is healed', async () => {
    const [line, other] = [dial('triage-0'), dial('triage-1')];
    await Promise.all([heard(line, 'triage-0'), heard(other, 'triage-1')]);
    const heal = proxy.cut('triage-0', 'silent');
    line.say('into the void');
    const late = dial('triage-0');
    // What the other one says after that gets through: by then the first would have, too.
    other.say('over here');
    await heard(other, 'over here');
    expect([line.state.heard.includes('void'), late.state.heard]).toEqual([false, '']);
    heal();
    await Promise.all([heard(line, 'into the void'), heard(late, 'triage-0')]);
  });
});
