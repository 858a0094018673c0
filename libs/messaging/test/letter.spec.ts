import { retryTopic, services, TicketOpened } from '@throughline/contracts';
import {
  type IncomingRecord,
  letterOf,
  parsePlace,
  placeText,
  redriven,
  stamp,
  TerminalError,
} from '@throughline/messaging';
import { asFirstSeen, deadLetter } from '../src/dead-letter.ts';
import { asRead } from './support/as-read.ts';

const sent = stamp(services.intake, TicketOpened.of(TicketOpened.example), { id: 'e-1' });
const original = asRead(sent, '41');
const failed = new TerminalError('No such thing.', 'REJECTED');
const letterRecord = (of: IncomingRecord = original, error = failed): IncomingRecord => {
  const { topic, key, value, headers } = deadLetter('triage', of, error, 3);
  return { ...asRead({ topic, key: null, value: null, headers }, '7'), key: key as Buffer, value: value as Buffer };
};
const lost = async (): Promise<undefined> => undefined;

describe('a place', () => {
  const place = { topic: 'support.ticket.opened.v1.triage.dlq', partition: 3, offset: '41' };

  it.each([placeText(place), `${place.topic}[3]@41`, `${place.topic}/3/41`])('is read as it is written: %s', (text) => {
    expect(parsePlace(text)).toEqual(place);
  });

  it.each(['', 'topic', 'topic/3', 'topic/x@1', 'topic/1@-1', 'a b/1@2', 'topic/1@2 '])('is none: "%s"', (text) => {
    expect(parsePlace(text)).toBeUndefined();
  });
});

describe('a letter', () => {
  it('says what it was made of and what went wrong', () => {
    const record = letterRecord();
    expect(letterOf(record)).toEqual({
      place: { topic: `${TicketOpened.topic}.triage.dlq`, partition: 0, offset: '7' },
      service: 'triage',
      topic: TicketOpened.topic,
      origin: original.place,
      at: record.timestamp,
      key: 'C-17',
      ticketId: 'T-1001',
      reason: 'No such thing.',
      errorClass: 'TerminalError',
      errorCode: 'REJECTED',
      attempts: 3,
      bytes: original.value?.length,
      redrives: 0,
      redriveOf: undefined,
    });
  });

  it('finds the ticket in the value where the headers are lost', () => {
    expect(letterOf(letterRecord({ ...original, headers: {} })).ticketId).toBe('T-1001');
  });

  it('is read where it says nothing at all', () => {
    const bare = { ...letterRecord(), key: null, value: Buffer.from('?'), headers: { 'dlq-attempts': 'many' } };
    expect(letterOf(bare)).toMatchObject({ origin: undefined, reason: 'no reason is given', attempts: 0, bytes: 1 });
  });
});

describe('a redriven letter', () => {
  const redrive = (record = letterRecord(), found: () => Promise<IncomingRecord | undefined> = lost) =>
    redriven(letterOf(record), record, found);

  it('goes to that service alone, as it came, and is known there by its first place', async () => {
    const result = await redrive();
    if ('refused' in result) throw new Error(result.refused);
    const { topic, key, value, headers } = result.record;
    expect(topic).toBe(retryTopic(TicketOpened.topic, 'triage'));
    expect({ key, value }).toEqual({ key: original.key, value: original.value });
    expect(headers).toMatchObject({
      ...sent.headers,
      'dlq-redrives': '1',
      'dlq-redrive-of': placeText(letterRecord().place),
    });
    const read = { ...original, place: { topic, partition: 0, offset: '0' }, headers };
    expect(asFirstSeen('triage', read).place).toEqual(original.place);
  });

  it('counts how often', async () => {
    const before = letterRecord();
    const again = { ...before, headers: { ...before.headers, 'dlq-redrives': '2' } };
    expect(await redrive(again)).toMatchObject({ record: { headers: { 'dlq-redrives': '3' } } });
  });

  it('gets its value back from where it was made of, where that was too large for the dead letters', async () => {
    const large = { ...original, value: Buffer.alloc(1_000_000, 'x') };
    const record = letterRecord(large);
    expect(record.value).toBeNull();
    expect(await redrive(record, async () => large)).toMatchObject({ record: { value: large.value } });
  });

  it('leaves out what only people read, where the broker would refuse it with that', async () => {
    const large = { ...original, value: Buffer.alloc(1_046_000, 'x') };
    const record = letterRecord(large, new TerminalError('n'.repeat(2_000)));
    const result = await redrive(record, async () => large);
    if ('refused' in result) throw new Error(result.refused);
    expect(Object.keys(result.record.headers)).toEqual(
      expect.arrayContaining(['dlq-topic', 'dlq-partition', 'dlq-offset']),
    );
    expect(result.record.headers).not.toHaveProperty('dlq-stack');
  });

  it('is a tombstone only where the original was one', async () => {
    const tombstone = { ...original, value: null };
    expect(await redrive(letterRecord(tombstone), async () => tombstone)).toMatchObject({ record: { value: null } });
  });

  it.each([
    ['the original is gone', letterRecord({ ...original, value: null }), lost, /gone: let its producer send it again/],
    [
      'another record lies at its place',
      letterRecord({ ...original, value: null }),
      async () => ({ ...original, headers: { ...original.headers, ce_id: 'e-2' } }),
      /another record now/,
    ],
    [
      'nobody knows what it was made of',
      { ...letterRecord(), value: null, headers: sent.headers },
      lost,
      /does not say where the original lies/,
    ],
    [
      'it is too large',
      letterRecord({ ...original, value: null }),
      async () => ({ ...original, value: Buffer.alloc(2 ** 20) }),
      /at most/,
    ],
  ])('is refused where %s', async (_, record, found, reason) => {
    expect(await redrive(record, found)).toEqual({ refused: expect.stringMatching(reason) });
  });
});
