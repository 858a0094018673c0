import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { externalAddresses, requireReachable } from '../src/stack/external.ts';
import { kafka } from '../src/stack/kafka.ts';
import { mongo } from '../src/stack/mongo.ts';
import { answers, parseHosts } from '../src/stack/net.ts';
import { choosePort, wantedPort } from '../src/stack/ports.ts';

describe('addresses', () => {
  it('are read from a list of host:port', () => {
    expect(parseHosts('a:1, b.example:9092,[::1]:3')).toEqual([
      { host: 'a', port: 1 },
      { host: 'b.example', port: 9092 },
      { host: '::1', port: 3 },
    ]);
  });

  it.each(['', 'host', 'host:', 'host:x', 'a:1,', 'host:70000', ':1'])('"%s" is refused', (list) => {
    expect(() => parseHosts(list)).toThrow('is not host:port');
  });

  it('are read from a MongoDB URI, with its default port', () => {
    expect(mongo.hosts('mongodb://me:p%40ss@one,two:27018/shop?w=majority')).toEqual([
      { host: 'one', port: 27_017 },
      { host: 'two', port: 27_018 },
    ]);
    expect(mongo.hosts('mongodb+srv://cluster.example/shop')).toEqual([]);
  });

  it('that are malformed are an error that names the setting and keeps the password', async () => {
    await expect(requireReachable(mongo, 'mongo://me:secret@host')).rejects.toThrow(
      /^MONGODB_URI can't be used(?!.*secret)/,
    );
  });

  it('of the environment are used, empty ones are not', () => {
    expect(externalAddresses([kafka, mongo], { KAFKA_BROKERS: 'a:1', MONGODB_URI: '' })).toEqual({ kafka: 'a:1' });
  });
});

describe('ports', () => {
  let server: Server;
  let taken: number;
  beforeEach(async () => {
    server = createServer((socket) => socket.on('data', (data) => data.includes('hello') && socket.write('yes')));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    taken = (server.address() as AddressInfo).port;
  });
  afterEach(() => server.close());

  it('come from the caller, then from the setting, then from the default', () => {
    const env = { THROUGHLINE_KAFKA_PORT: '29092' };
    expect(wantedPort(kafka, 'default', 1234, env)).toBe(1234);
    expect(wantedPort(kafka, 'default', undefined, env)).toBe(29_092);
    expect(wantedPort(kafka, 'default', undefined, {})).toBe(19_092);
    expect(wantedPort(mongo, 'default', undefined, env)).toBe(27_027);
  });

  it('are any free ones for every stack but the default', () => {
    expect(wantedPort(kafka, 'test', undefined, { THROUGHLINE_KAFKA_PORT: '29092' })).toBe(0);
  });

  it.each(['x', '-1', '70000', '1.5'])('that are not ports (%s) are an error that names the setting', (value) => {
    expect(() => wantedPort(mongo, 'default', undefined, { THROUGHLINE_MONGODB_PORT: value })).toThrow(
      /^THROUGHLINE_MONGODB_PORT=.* is not a port/,
    );
  });

  it('that are taken are an error that names what to change', async () => {
    await expect(choosePort(kafka, taken)).rejects.toThrow(/THROUGHLINE_KAFKA_PORT .*KAFKA_BROKERS/);
  });

  it('of the last time are kept where any would do, unless they are taken', async () => {
    const free = await choosePort(kafka, 0);
    expect(await choosePort(kafka, 0, free)).toBe(free);
    expect(await choosePort(kafka, 0, taken)).not.toBe(taken);
  });

  it('answer when something comes back, not merely when they are open', async () => {
    const at = { host: '127.0.0.1', port: taken };
    expect(await answers(at)).toBe(true);
    expect(await answers(at, Buffer.from('hello'))).toBe(true);
    expect(await answers(at, Buffer.from('?'), 50)).toBe(false);
    server.close();
    expect(await answers({ ...at, port: await choosePort(kafka, 0) })).toBe(false);
  });
});
