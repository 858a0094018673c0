import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { deadLetterTopic, LetterSettled, retryTopic } from '@throughline/contracts';
import {
  applyTopics,
  type Letter,
  LetterSettler,
  openLetters,
  parsePlace,
  placeText,
  readSettlements,
  readTopic,
  sendRecords,
} from '@throughline/messaging';
import type { Filter } from '../src/dlq/filter.ts';
import { settleLetters, type SettleOptions } from '../src/dlq/settle.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
const kafka = { brokers, clientId: 'dlq-test' };
const service = `it-${process.pid}-${Date.now()}`;
const inbox = `in-${service}`;
const dlq = deadLetterTopic(inbox, service);
const retry = retryTopic(inbox, service);
const lonely = `lonely-${service}`; // has letters, and no retry topic
const total = 10;
const grounds = { by: { kind: 'human', id: 'sam' }, why: 'put right' } as const;

const sent = (n: number, value: string | null = `{"n":${n}}`) => ({
  topic: dlq,
  key: `C-${n % 2}`,
  value,
  headers: {
    ce_id: `e-${service}-${n}`,
    ce_subject: `T-${n}`,
    'dlq-reason': `line ${n} is \u001b[31mwrong`,
    'dlq-error-class': 'TerminalError',
    'dlq-error-code': n < 5 ? 'REJECTED' : 'INVALID_DATA',
    'dlq-topic': inbox,
    'dlq-partition': '0',
    'dlq-offset': String(n),
  },
});

beforeAll(async () => {
  const topics = [inbox, dlq, retry, deadLetterTopic(inbox, lonely), LetterSettled.topic];
  await applyTopics(
    kafka,
    topics.map((topic) => ({ topic, numPartitions: 1, replicationFactor: 1 })),
  );
  // One transaction-less send: the letters lie at the offsets 0 to 9, the tombstone at 10.
  await sendRecords(kafka, [...Array.from({ length: total }, (_, n) => sent(n)), sent(total, null)]);
  await sendRecords(kafka, [{ ...sent(0), topic: deadLetterTopic(inbox, lonely) }]);
});

const at = (offset: number) => ({ topic: dlq, partition: 0, offset: String(offset) });
const settle = (filter: Filter, options: Partial<SettleOptions> = {}) =>
  settleLetters(kafka, { action: 'redrive', filter: { service, ...filter }, grounds, ...options });

/** The tickets that were sent back, in order. */
async function redriven(): Promise<string[]> {
  await settledIsRead();
  const tickets: string[] = [];
  await readTopic(kafka, retry, ({ headers }) => void tickets.push(headers['ce_subject'] ?? ''));
  return tickets;
}

/** A commit is acknowledged before its markers are written; the next command begins behind them. */
async function settledIsRead(): Promise<void> {
  const next = new LetterSettler(kafka, grounds);
  await next.open();
  await next.close();
}

async function open(): Promise<string[]> {
  await settledIsRead();
  const found: Letter[] = [];
  await (await openLetters(kafka, { service })).read((letter) => void found.push(letter));
  const settled = await readSettlements(kafka);
  return found.filter((l) => !settled.has(placeText(l.place))).map((l) => l.place.offset);
}

/** Runs the command as people do, without a terminal. */
function cli(...args: string[]): { code: number | null; out: string; err: string } {
  const bin = join(__dirname, '../bin/throughline.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'dlq', ...args], { encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

// One after the other, on the same letters: each test goes on where the one before it ended.
describe('dlq', () => {
  it('changes nothing in a dry run, and says what it would do', async () => {
    const outcome = await settle({ code: 'REJECTED' }, { dryRun: true });
    expect(outcome).toMatchObject({ dryRun: true, settled: 5, topics: { [retry]: 5 }, refusals: 0 });
    expect(await redriven()).toEqual([]);
    expect(await open()).toHaveLength(total + 1);
  });

  it('redrives the first few that match, in order', async () => {
    expect(await settle({ code: 'REJECTED', key: 'C-0' }, { limit: 2, rate: 100 })).toMatchObject({ settled: 2 });
    expect(await redriven()).toEqual(['T-0', 'T-2']);
    expect(await open()).toEqual(['1', '3', '4', '5', '6', '7', '8', '9', '10']);
  });

  it('redrives nothing twice, unless it is told to', async () => {
    expect(await settle({ code: 'REJECTED', key: 'C-0' })).toMatchObject({ settled: 1, refusals: 0 });
    const again = await settle({ places: [at(0), at(1)] });
    expect(again).toMatchObject({ settled: 1, refusals: 1 });
    expect(again.refused).toEqual([
      { place: placeText(at(0)), reason: expect.stringMatching(/redriven by sam.*--again/) },
    ]);
    expect(await settle({ places: [at(0)] }, { again: true })).toMatchObject({ settled: 1, refusals: 0 });
    expect(await redriven()).toEqual(['T-0', 'T-2', 'T-4', 'T-1', 'T-0']);
    expect((await readSettlements(kafka)).get(placeText(at(0)))).toMatchObject({ times: 2 });
  });

  it('leaves what it cannot send back, and says why', async () => {
    const outcome = await settle({ places: [at(total), at(999)] });
    expect(outcome).toMatchObject({ settled: 0, refusals: 2 });
    expect(outcome.refused.map((r) => r.reason)).toEqual([
      expect.stringMatching(/the original at .* is gone/),
      'there is no such letter',
    ]);
    const nobody = await settle({ service: lonely });
    expect(nobody.refused[0]?.reason).toMatch(/has no topic .*retry: run `npx throughline topics apply`/);
  });

  it('drops letters without sending them', async () => {
    const before = await redriven();
    expect(await settle({ ticket: 'T-3' }, { action: 'drop' })).toMatchObject({ settled: 1, topics: { [dlq]: 1 } });
    expect(await redriven()).toEqual(before);
    expect(await open()).not.toContain('3');
  });

  it('stops when it is interrupted, with whole letters', async () => {
    const stop = new AbortController();
    const before = await open();
    const settlements = (await readSettlements(kafka)).size;
    const running = settle({ code: 'INVALID_DATA' }, { rate: 0.001, signal: stop.signal });
    // oxlint-disable-next-line no-await-in-loop -- until the first is settled
    while ((await readSettlements(kafka)).size === settlements);
    stop.abort();
    const outcome = await running;
    expect(outcome.interrupted).toBe(true);
    const after = await open();
    expect(after.length).toBe(before.length - outcome.settled);
    expect((await redriven()).filter((t) => Number(t.slice(2)) >= 5)).toHaveLength(outcome.settled);
  });

  it('gives programs a letter a line, and people no control characters', () => {
    const json = cli('list', '--service', service, '--all', '--json');
    const rows = json.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { place: string; settled?: object });
    expect(rows).toHaveLength(total + 1);
    expect(parsePlace(rows[0]?.place ?? '')).toEqual(at(0));
    expect(rows[0]).toMatchObject({ ticketId: 'T-0', settled: { action: 'redriven', by: 'sam', why: 'put right' } });
    for (const args of [
      ['list', '--service', service],
      ['show', placeText(at(7))],
      ['list', '--all', '--group'],
    ]) {
      const { code, out } = cli(...args);
      expect([args, code, out.includes('\u001b'), out.includes('\\x1b[31mwrong') || args.includes('--group')]).toEqual([
        args,
        0,
        false,
        true,
      ]);
    }
  });

  it('asks for a reason and for which letters, and tells by its exit code how it went', () => {
    expect(cli('redrive', '--service', service)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/Say why: --why/),
    });
    expect(cli('drop', '--why', 'x')).toMatchObject({ code: 2, err: expect.stringMatching(/Say which letters/) });
    expect(cli('show', placeText(at(999)))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/There is no letter at/),
    });
    const refused = cli('redrive', placeText(at(0)), '--why', 'once more', '--json');
    expect([refused.code, JSON.parse(refused.out)]).toMatchObject([3, { settled: 0, refusals: 1 }]);
    const dropped = cli('drop', placeText(at(total)), '--why', 'a tombstone', '--by', 'maria');
    expect(dropped).toMatchObject({ code: 0, out: expect.stringMatching(/^Dropped 1 letter\./) });
    expect(cli('show', placeText(at(total))).out).toMatch(/dropped by maria at .*: a tombstone/);
  }, 120_000);
});
