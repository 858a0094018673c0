import { services, TicketResolved } from '@throughline/contracts';
import { stamp } from '@throughline/messaging';
import { toEventDoc, toStep } from '../src/record-doc.ts';

const sent = stamp(services.intake, TicketResolved.of(TicketResolved.example), { id: 'e-1' });
const record = (value: Buffer | null) => ({
  place: { topic: TicketResolved.topic, partition: 2, offset: '41' },
  key: Buffer.from('C-17'),
  value,
  headers: { ...sent.headers, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
  timestamp: '2026-01-01T00:00:00.000Z',
});

it('names an event by its place, and keeps its bytes', () => {
  const doc = toEventDoc('main', record(Buffer.from(sent.value ?? '')));
  expect(doc).toMatchObject({
    _id: 'main/support.ticket.resolved.v1/2/41',
    subject: 'T-1001',
    value: sent.value,
    encoding: 'utf8',
  });
  const bytes = Buffer.from([0xff, 0xfe]);
  expect(toEventDoc('main', record(bytes))).toMatchObject({ value: bytes.toString('base64'), encoding: 'base64' });
  expect(toEventDoc('main', record(null))).toMatchObject({ value: null });
});

it('has another hash where a byte, a header or the key differs', () => {
  const hash = (value: string) => toEventDoc('main', record(Buffer.from(value))).hash;
  expect(hash('{}')).toBe(hash('{}'));
  expect(new Set([hash('{}'), hash('{} '), toEventDoc('main', record(null)).hash]).size).toBe(3);
});

it('tells a step of the flow', () => {
  const step = toStep(toEventDoc('main', record(Buffer.from(sent.value ?? ''))));
  expect(step).toMatchObject({
    type: 'ticket.resolved',
    service: 'intake',
    turn: 1,
    author: 'agent',
    traceId: '0af7651916cd43dd8448eb211c80319c',
  });
});
