import { services, TicketOpened, TicketTriaged } from '@throughline/contracts';
import { eventId, type IncomingRecord, readEvent, stamp } from '@throughline/messaging';
import { v5 } from 'uuid';

const place = { topic: TicketOpened.topic, partition: 0, offset: '7' };
const incoming = (out: ReturnType<typeof stamp>, value = out.value): IncomingRecord => ({
  place,
  key: Buffer.from(out.key ?? ''),
  value: value === null ? null : Buffer.from(value),
  headers: out.headers,
  timestamp: '2026-01-01T00:00:00.000Z',
});
const sent = stamp(services.intake, TicketOpened.of(TicketOpened.example, { policyVersion: 'p1' }), { id: 'e-1' });
const cause = readEvent(TicketOpened, incoming(sent));
const next = TicketTriaged.of(TicketTriaged.example);

it('reads back what was sent', () => {
  expect(cause).toMatchObject({
    id: 'e-1',
    source: '/throughline/intake',
    subject: 'T-1001',
    policyVersion: 'p1',
    key: 'C-17',
    place,
  });
  expect(cause.data).toEqual(TicketOpened.example);
});

it('carries the story on: cause, correlation and policy version of the turn', () => {
  expect(stamp(services.triage, next, { cause }).headers).toMatchObject({
    ce_causationid: 'e-1',
    ce_correlationid: 'e-1',
    ce_policyversion: 'p1',
    ce_type: 'io.throughline.support.ticket.triaged.v1',
  });
});

it('gives a repeat of the same step the same id, and the next of a type another', () => {
  const id = (counter: number) => stamp(services.triage, next, { cause, counter }).headers['ce_id'];
  expect(id(0)).toBe(id(0));
  expect(id(0)).not.toBe(id(1));
  expect(eventId('a', 'bc')).not.toBe(eventId('ab', 'c'));
});

it('gives events of other systems that have the same id different ones, and those of our services one by the id alone', () => {
  const id = (source: string) => stamp(services.triage, next, { cause: { ...cause, source } }).headers['ce_id'];
  expect(id('/acme/shop-de')).not.toBe(id('/acme/shop-fr'));
  expect(id('/throughline/desk')).toBe(id('/throughline/intake'));
  expect(id('/throughline/intake')).toBe(eventId('e-1', TicketTriaged.type, 0));
});

it('makes the UUIDs of RFC 9562', () => {
  const namespace = '7f1c9f0e-6f2b-4c57-9d0a-0a8f3c1d5e42';
  expect(eventId('e-1', 'ü', 0)).toBe(v5('e-1\u0000ü\u00000', namespace));
  // All four of the variant's digits, and names on both sides of the usual length.
  for (const length of [...Array.from({ length: 40 }, (_, n) => n), 330, 340, 350, 5000]) {
    for (const letter of ['a', '€', '😀']) {
      const long = letter.repeat(length);
      expect(eventId(long, 1)).toBe(v5(`${long}\u00001`, namespace));
    }
  }
});

it('keeps fields that this version does not know', () => {
  const value = JSON.stringify({ ...TicketOpened.example, added: { later: true } });
  expect(readEvent(TicketOpened, incoming(sent, value)).data).toMatchObject({ added: { later: true } });
});

it('carries the trace on where there is no telemetry SDK', () => {
  const traced = { ...cause, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
  expect(stamp(services.triage, next, { cause: traced }).headers['traceparent']).toBe(traced.traceparent);
});

it('refuses what its service does not declare, and data that does not fit', () => {
  expect(() => stamp(services.audit, next)).toThrow(/audit emits ticket\.triaged without declaring it/);
  const wrong = TicketTriaged.of({ ...TicketTriaged.example, turn: 0 });
  expect(() => stamp(services.triage, wrong)).toThrow(/emits a wrong ticket\.triaged: turn: Too small/);
  const long = { ...next, contract: { ...TicketTriaged, key: () => 'k'.repeat(3_000) } };
  expect(() => stamp(services.triage, long)).toThrow(/a key of 3000 bytes; at most 2000 can be sent/);
});
