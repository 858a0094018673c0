import { services, TicketReceived } from '@throughline/contracts';
import { asFirstSeen } from '../src/dead-letter.ts';

const place = { topic: `${TicketReceived.topic}.intake.retry`, partition: 0, offset: '5' };
const dlq = { 'dlq-topic': TicketReceived.topic, 'dlq-partition': '3', 'dlq-offset': '41' };
const record = (given: object) => ({ place, key: null, value: null, headers: dlq, timestamp: '', ...given });

it('knows a redriven record by the place that it had at first', () => {
  expect(asFirstSeen('intake', record({})).place).toEqual({ topic: TicketReceived.topic, partition: 3, offset: '41' });
});

it('believes that of the retry topic only, where nobody but a redrive writes', () => {
  const direct = record({ place: { ...place, topic: TicketReceived.topic } });
  expect(asFirstSeen(services.intake.name, direct).place.offset).toBe('5');
  expect(asFirstSeen(services.intake.name, record({ headers: {} })).place).toBe(place);
});
