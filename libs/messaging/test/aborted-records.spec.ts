import * as fc from 'fast-check';
import { abortedMessages } from '../src/aborted-records.ts';
import type { FetchedMessage } from '../src/kafkajs-internals.ts';

type Step = { readonly producer: string; readonly does: 'send' | 'commit' | 'abort' };

/** A log as a broker writes it, the transactions that it would name, and the offsets of what was aborted. */
function logOf(steps: readonly Step[]) {
  const messages: FetchedMessage[] = [];
  const open = new Map<string, number[]>();
  const abortedTransactions: { producerId: string; firstOffset: string; lastOffset: number }[] = [];
  const aborted = new Set<number>();
  for (const { producer, does } of steps) {
    const offset = messages.length;
    const sent = open.get(producer) ?? [];
    if (does !== 'send' && sent.length === 0) continue;
    const key = does === 'send' ? Buffer.from('0000', 'hex') : Buffer.from([0, 0, 0, does === 'abort' ? 0 : 1]);
    const batchContext = { producerId: producer, inTransaction: true };
    messages.push({ offset: String(offset), key, isControlRecord: does !== 'send', batchContext });
    if (does === 'send') open.set(producer, [...sent, offset]);
    else open.delete(producer);
    if (does !== 'abort') continue;
    abortedTransactions.push({ producerId: producer, firstOffset: String(sent[0]), lastOffset: offset });
    sent.forEach((o) => aborted.add(o));
  }
  // Up to the last stable offset: nothing behind the beginning of an open transaction is handed out.
  const stable = Math.min(messages.length, ...[...open.values()].map(([first]) => first ?? Infinity));
  return { messages: messages.slice(0, stable), abortedTransactions, aborted };
}

it('finds what several producers aborted, wherever the fetch begins', () => {
  const step = fc.record({
    producer: fc.constantFrom('1', '2', '3', '4'),
    does: fc.constantFrom('send', 'send', 'commit', 'abort'),
  }) as fc.Arbitrary<Step>;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(60), (steps, from) => {
      const { messages, abortedTransactions, aborted } = logOf(steps);
      const fetched = messages.slice(from);
      // The broker names the transactions that reach into what it hands out, in the order in which they ended.
      const named = abortedTransactions.filter((t) => Number(t.firstOffset) < messages.length && t.lastOffset >= from);
      const found = abortedMessages({ messages: fetched, abortedTransactions: named }).map((m) => Number(m.offset));
      expect(found).toEqual(fetched.map((m) => Number(m.offset)).filter((o) => aborted.has(o)));
    }),
  );
});

it('takes a record whose key looks like a marker for a record', () => {
  const batchContext = { producerId: '1', inTransaction: true };
  const record = (offset: string, key: number[], isControlRecord: boolean): FetchedMessage => ({
    offset,
    key: Buffer.from(key),
    isControlRecord,
    batchContext,
  });
  const messages = [record('0', [0, 0, 0, 0], false), record('1', [1], false), record('2', [0, 0, 0, 0], true)];
  const found = abortedMessages({ messages, abortedTransactions: [{ producerId: '1', firstOffset: '0' }] });
  expect(found).toEqual(messages.slice(0, 2));
});
