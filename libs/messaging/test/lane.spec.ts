import { retryTopic, services, TicketReceived } from '@throughline/contracts';
import { lanesOf } from '../src/lane.ts';

const laneOf = lanesOf(services.intake);
const data = { ...TicketReceived.example, customerId: 'Zoë' };
const lane = (given: {
  key?: Buffer | null;
  value?: string | null;
  topic?: string;
  headers?: Record<string, string>;
}) =>
  laneOf({
    place: { topic: given.topic ?? TicketReceived.topic, partition: 0, offset: '0' },
    key: given.key ?? null,
    value: given.value === null ? null : Buffer.from(given.value ?? JSON.stringify(data)),
    headers: given.headers ?? {},
    timestamp: '',
  });
const zoe = lane({ key: Buffer.from('Zoë') });

it('is the key; of a record without one, what the contract makes of its data', () => {
  expect(zoe).toBeDefined();
  expect(lane({})).toBe(zoe);
  expect(lane({ key: Buffer.alloc(0) })).toBe(zoe);
  expect(lane({ topic: retryTopic(TicketReceived.topic, 'intake') })).toBe(zoe);
  expect(lane({ value: JSON.stringify({ specversion: '1.0', data }) })).toBe(zoe);
  expect(lane({ key: Buffer.from('another') })).not.toBe(zoe);
});

it.each([
  ['nothing', null],
  ['no JSON', '{'],
  ['no object', '7'],
  ['no customer', '{}'],
  ['a customer that is no text', '{"customerId":7}'],
  ['an empty one', '{"customerId":""}'],
])('is none where the data holds %s', (_, value) => expect(lane({ value })).toBeUndefined());
