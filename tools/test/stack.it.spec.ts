import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { repoRoot } from '../src/root.ts';
import { stackDown, stackReset, stackStatus, stackUp } from '../src/stack.ts';
import { tryPort } from '../src/stack/net.ts';

const name = `it-${process.pid}`;
const given = { KAFKA_BROKERS: process.env['KAFKA_BROKERS'], MONGODB_URI: process.env['MONGODB_URI'] };

beforeAll(() => {
  for (const setting of Object.keys(given)) delete process.env[setting];
});
afterAll(async () => {
  await stackDown(name);
  await stackReset(name);
  for (const [setting, value] of Object.entries(given)) if (value) process.env[setting] = value;
});

/** Runs `use` on a connection to the MongoDB stand-in. */
async function withMongo<T>(uri: string, use: (db: mongoose.Connection) => Promise<T>): Promise<T> {
  const connection = await mongoose.createConnection(uri).asPromise();
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

// One after the other, on the same stack: each test goes on where the one before it ended.
describe('the embedded stack', () => {
  it('comes up, and says so', async () => {
    const lines: string[] = [];
    const stack = await stackUp({ name, log: (line) => lines.push(line) });
    expect(stack).toMatchObject({
      brokers: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      mongodbUri: expect.stringMatching(/^mongodb:\/\/127\.0\.0\.1:\d+$/),
      started: true,
    });
    expect(lines).toEqual([expect.stringContaining('started at'), expect.stringContaining('started at')]);
    expect(await stackStatus(name)).toMatchObject({
      kafka: { source: 'embedded', state: 'running', address: stack.brokers },
      mongo: { source: 'embedded', state: 'running', address: stack.mongodbUri },
    });
    await withMongo(stack.mongodbUri, (db) => db.collection('kept').insertOne({ answer: 42 }));
  });

  it('is taken over by the next, whose end does not end it', async () => {
    const before = await stackStatus(name);
    const second = await stackUp({ name });
    expect(second.started).toBe(false);
    await second.stop();
    expect(await stackStatus(name)).toEqual(before);
    await expect(stackReset(name)).rejects.toThrow(`throughline stack down --name ${name}`);
  });

  it('is whole again, at the same address, after its Kafka was killed', async () => {
    const { kafka, mongo } = await stackStatus(name);
    process.kill(kafka.pid ?? 0, 'SIGKILL');
    const stack = await stackUp({ name });
    expect(stack).toMatchObject({ brokers: kafka.address, mongodbUri: mongo.address, started: true });
    const after = await stackStatus(name);
    expect(after.mongo).toEqual(mongo);
    expect(after.kafka).toMatchObject({ state: 'running', address: kafka.address });
    expect(after.kafka.pid).not.toBe(kafka.pid);
  });

  it('is started anew where a process lives and does not answer', async () => {
    const { mongo } = await stackStatus(name);
    process.kill(mongo.pid ?? 0, 'SIGSTOP');
    expect((await stackStatus(name)).mongo.state).toBe('not answering');
    const lines: string[] = [];
    // A stopped process does not hear that it should end: this is the wait before it is killed.
    await stackUp({ name, log: (line) => lines.push(line) });
    expect(lines).toContain('ended a MongoDB stand-in that did not answer');
    expect((await stackStatus(name)).mongo).toMatchObject({ state: 'running', address: mongo.address });
  });

  it('keeps its data over an end, and loses it by a reset', async () => {
    expect(await stackDown(name)).toEqual(expect.arrayContaining(['kafka', 'mongo']));
    expect(await stackDown(name)).toEqual([]);
    expect(await stackStatus(name)).toMatchObject({ kafka: { state: 'stopped' }, mongo: { state: 'stopped' } });
    const count = async () => {
      const stack = await stackUp({ name });
      const found = await withMongo(stack.mongodbUri, (db) => db.collection('kept').countDocuments());
      await stack.stop();
      return found;
    };
    expect(await count()).toBe(1);
    await stackReset(name);
    expect(await count()).toBe(0);
  });

  it('finds by an index what reading everything finds, also after an end', async () => {
    const filters = [
      { _id: '8', state: 'open' },
      { state: 'open' },
      { state: 'closed', at: 3 },
      { state: null },
      { 'turn.id': 'none', state: 'open' },
      { tags: 'red', state: { $ne: 'open' } },
      { pending: { $exists: true } },
      { pending: null },
      { pending: 4, state: 'waits' },
    ] as const;
    const found = async (collection: string) => {
      const stack = await stackUp({ name });
      const ids = await withMongo(stack.mongodbUri, (db) =>
        Promise.all(filters.map((filter) => db.collection(collection).distinct('_id', filter as object))),
      );
      await stack.stop();
      return ids.map((each) => each.map(String).toSorted());
    };
    const stack = await stackUp({ name });
    await withMongo(stack.mongodbUri, async (db) => {
      for (const collection of ['indexed', 'plain']) {
        const here = db.collection<{ _id: string }>(collection);
        const before = { _id: 'first', state: 'open' };
        await here.insertOne(before);
        if (collection === 'indexed') {
          await here.createIndexes([{ key: { state: 1 } }, { key: { state: 1, at: -1 } }, { key: { tags: 1 } }]);
          await here.createIndex({ pending: 1 }, { sparse: true });
        }
        const states = ['open', 'closed', 'waits', null];
        await here.insertMany(
          Array.from({ length: 40 }, (_, n) => ({
            _id: `${n}`,
            at: n % 5,
            ...(n % 7 && { state: states[n % 4] }),
            ...(n % 3 === 0 && { pending: n }),
            ...(n % 2 && { tags: n % 4 === 1 ? ['red', 'blue'] : 'red' }),
          })),
        );
        await here.updateMany({ at: 2 }, { $set: { state: 'waits', pending: 4 } });
        await here.updateMany({ at: 0 }, { $unset: { pending: '' } });
        await here.deleteMany({ state: 'closed', at: 1 });
      }
    });
    await stack.stop();
    const plain = await found('plain');
    expect(plain.filter((ids) => ids.length > 0)).toHaveLength(filters.length - 1);
    expect(await found('indexed')).toEqual(plain);
  });

  it('starts nothing when a port is taken, and names the setting to change', async () => {
    // Unreferenced: a failing test must not keep Jest from ending.
    const server = createServer().unref();
    const port = await tryPort(0);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    await expect(stackUp({ name, mongoPort: port ?? 0 })).rejects.toThrow('THROUGHLINE_MONGODB_PORT');
    server.close();
    expect(await stackStatus(name)).toMatchObject({ kafka: { state: 'stopped' }, mongo: { state: 'stopped' } });
  });

  it('is not started for what the environment gives, which has to answer', async () => {
    process.env['KAFKA_BROKERS'] = `127.0.0.1:${await tryPort(0)}`;
    await expect(stackUp({ name })).rejects.toThrow(/^KAFKA_BROKERS: nothing answers/);
    const server = createServer().unref().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    process.env['KAFKA_BROKERS'] = `127.0.0.1:${(server.address() as { port: number }).port}`;
    const stack = await stackUp({ name });
    expect(stack.brokers).toBe(process.env['KAFKA_BROKERS']);
    expect((await stackStatus(name)).kafka).toMatchObject({ source: 'external', state: 'running' });
    await stack.stop();
    server.close();
    delete process.env['KAFKA_BROKERS'];
  });

  it('lives as long as the command of `stack exec`, which passes the exit code on', async () => {
    const script = 'console.log(process.env.KAFKA_BROKERS, process.env.MONGODB_URI); process.exit(3)';
    const cli = join(repoRoot(), 'tools/bin/throughline.mjs');
    const args = ['stack', 'exec', '--name', name, '--', process.execPath, '-e', script];
    const { status, stdout } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
    expect(stdout).toMatch(/^127\.0\.0\.1:\d+ mongodb:\/\/127\.0\.0\.1:\d+\n$/);
    expect(status).toBe(3);
    expect(await stackStatus(name)).toMatchObject({ kafka: { state: 'stopped' }, mongo: { state: 'stopped' } });
  });
});
