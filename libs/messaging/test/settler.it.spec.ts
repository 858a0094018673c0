import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { LetterSettled, retryTopic } from '@throughline/contracts';
import {
  LetterSettler,
  placeText,
  readSettlements,
  redriven,
  type Settling,
  stamp,
  TerminalError,
} from '@throughline/messaging';
import { deadLetter } from '../src/dead-letter.ts';
import { brokers, makeTopics, readUntil, send, testFlow, uniqueName } from './support/cluster.ts';
import { asRead } from './support/as-read.ts';
import { lettersOf, options, settledIsRead } from './support/letters.ts';

const run = uniqueName();
const { In, Out, Known, service } = testFlow(run);
const retry = retryTopic(In.topic, service.name);
const grounds = { by: { kind: 'human', id: 'sam' }, why: 'for a test' } as const;
const total = 200;
let letters: Settling[];

beforeAll(async () => {
  await makeTopics([In, Out, Known, LetterSettled], service, 1);
  const failed = new TerminalError('never');
  const made = Array.from({ length: total }, (_, n) => {
    const data = { ticketId: `T-${n}`, customerId: `C-${n}`, turn: 1, n };
    const record = stamp({ name: 'elsewhere', emits: [In] }, In.of(data));
    const { topic, headers } = deadLetter(service.name, asRead(record, String(n)), failed, 1);
    return { ...record, topic, headers };
  });
  await send(made);
  letters = await Promise.all(
    (await lettersOf({ service: service.name })).map(async ({ letter, record }) => {
      const result = await redriven(letter, record, async () => undefined);
      return { letter, record, send: 'record' in result ? result.record : undefined };
    }),
  );
}, 60_000);

/**
 * Which letters were sent back, and which are settled, after the next command has ended what an earlier one left open;
 * a last record, sent now, tells that all before it was read.
 */
async function state(): Promise<{ sent: string[]; settled: string[] }> {
  await settledIsRead();
  const settlements = await readSettlements(options);
  const marker = uniqueName();
  await send([{ topic: retry, key: null, value: null, headers: { 'dlq-redrive-of': marker } }]);
  const of = (m: { headers?: object | undefined }): string =>
    String((m.headers as Record<string, Buffer> | undefined)?.['dlq-redrive-of']);
  const all = await readUntil(retry, (seen) => seen.some((m) => of(m) === marker));
  const places = letters.map((l) => placeText(l.letter.place));
  return {
    sent: all
      .map(of)
      .filter((place) => places.includes(place))
      .toSorted(),
    settled: places.filter((place) => settlements.has(place)).toSorted(),
  };
}

it('settles all letters of a batch or none', async () => {
  const [first, second] = letters as [Settling, Settling];
  const tooLarge = { ...second, send: { topic: retry, key: null, headers: {}, value: 'x'.repeat(2_000_000) } };
  const settler = new LetterSettler(options, grounds);
  await settler.open();
  await expect(settler.settle([first, tooLarge])).rejects.toThrow(/Run it again: what is settled is not settled twice/);
  await settler.close();
  expect(await state()).toEqual({ sent: [], settled: [] });
});

it('is fenced by the next one: no two settle the same letters', async () => {
  const [before, after] = [new LetterSettler(options, grounds), new LetterSettler(options, grounds)];
  await before.open();
  await after.open();
  const batch = letters.slice(0, 2);
  await expect(before.settle(batch)).rejects.toThrow(/Another redrive or drop of this cluster began and took over/);
  await after.settle(batch);
  await Promise.all([before.close(), after.close()]);
  const places = batch.map((l) => placeText(l.letter.place)).toSorted();
  expect(await state()).toEqual({ sent: places, settled: places });
});

it('leaves no letter sent and open, or settled and not sent, when it is killed', async () => {
  const before = (await state()).settled.length;
  const child = spawn(
    process.execPath,
    [
      '--conditions=@throughline/source',
      '--no-warnings',
      '--import',
      join(__dirname, '../../../tools/dev-register.mjs'),
      join(__dirname, 'fixtures/settle-letters.ts'),
    ],
    { env: { ...process.env, RUN: run, KAFKA_BROKERS: brokers.join(',') } },
  );
  await told(child, 'settled 20\n');
  child.kill('SIGKILL');
  await once(child, 'close');
  const { sent, settled } = await state();
  expect(new Set(sent)).toEqual(new Set(settled));
  expect(settled.length).toBeGreaterThan(before);
  expect(settled.length).toBeLessThan(total);
});

/** Resolves when the child has said so. */
function told(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes(text)) resolve();
      });
    }
    child.on('close', () => reject(new Error(`It ended:\n${output}`)));
  });
}
