// Killed after every single step, audit ends where it would have ended without: one event, one step of its flow.
import { services, TicketResolved } from '@throughline/contracts';
import { stamp } from '@throughline/messaging';
import { groundsOf, livesWith } from '@throughline/platform/testing';

const audit = groundsOf(services.audit);
const { documents } = audit;

beforeAll(audit.open, 60_000);
afterAll(audit.close, 60_000);

it('keeps a record once, and the state that its ticket is in then', async () => {
  const { example, topic } = TicketResolved;
  const record = stamp(services.intake, TicketResolved.of(example));
  expect(await livesWith(audit, record)).toEqual([
    'store events.bulkWrite',
    'store flows.bulkWrite', // its step
    'store flows.bulkWrite', // its state
    'committed',
  ]);
  const place = expect.stringMatching(new RegExp(`^main/${topic}/[0-5]/0$`));
  expect(await documents('events')).toMatchObject([{ _id: place, value: record.value, headers: record.headers }]);
  expect(await documents('flows')).toMatchObject([
    { _id: example.ticketId, state: 'agent', turn: 1, steps: [{ eventId: record.headers['ce_id'], place }] },
  ]);
}, 300_000);
