import { entities } from '../src/entities.ts';
import { given } from './given.ts';

// A Monday.
const found = (body: string, subject = '') =>
  entities(given({ subject, body, receivedAt: '2026-03-02T08:15:00.000Z' }));

it.each([
  ['Where is order MB-204713?', 'order', 'MB204713', 'MB-204713'],
  ['order no. 48213 has not come', 'order', '48213', '48213'],
  ['My order number is mb204713.', 'order', 'MB204713', 'mb204713'],
  ['Parcel JD014600001234 is lost', 'reference', 'JD014600001234', 'JD014600001234'],
  ['I paid 49,90 € for it', 'amount', '49.90 EUR', '49,90 €'],
  ['It cost $1,249', 'amount', '1249.00 USD', '$1,249'],
  ['I sent it on 3 February 2026', 'date', '2026-02-03', '3 February 2026'],
  ['since March 3rd', 'date', '03-03', 'March 3rd'],
  ['on 25/12/2025', 'date', '2025-12-25', '25/12/2025'],
  ['It broke yesterday', 'date', '2026-03-01', 'yesterday'],
  ['Bought last Monday', 'date', '2026-02-23', 'last Monday'],
  ['Bought last Tuesday', 'date', '2026-02-24', 'last Tuesday'],
])('finds in %j a %s: %s', (body, kind, value, text) => {
  expect(found(body)).toEqual([{ kind, value, text }]);
});

it.each([
  'My order is late.',
  'I ordered 2 mugs for 4 people.',
  'It is either 3/5/2026 or not', // of May or of March
  'Can I order 500 of them?',
  '32 May is no day',
])('finds nothing in %j', (body) => {
  expect(found(body)).toEqual([]);
});

it('gives each once, in the order of the message, subject first', () => {
  const all = found('On 3 February 2026 I paid €20 for order MB204713, yes, €20 on 2026-02-03.', 'Order MB204713');
  expect(all.map(({ value }) => value)).toEqual(['MB204713', '2026-02-03', '20.00 EUR']);
});

it('leaves out what others wrote', () => {
  expect(found('Thanks!\n> Your order MB204713 of 3 February 2026')).toEqual([]);
});

it('gives words that stand in the message', () => {
  const body = 'Order  MB204713, 12 March 2025, 1.234,50 €, last friday';
  const all = found(body);
  expect(all).toHaveLength(4);
  for (const { text } of all) expect(body).toContain(text);
});

it('reads what is pasted without end', () => {
  expect(found('order 12345 '.repeat(100_000))).toHaveLength(1);
  expect(found('order '.repeat(200_000))).toEqual([]);
});
