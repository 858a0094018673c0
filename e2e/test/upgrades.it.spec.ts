import { randomUUID } from 'node:crypto';
import { deadLetterTopic, TicketOpened, TicketTriaged } from '@throughline/contracts';
import { type IncomingRecord, type OutgoingRecord, readTopic, sendRecords } from '@throughline/messaging';
import { until } from 'throughline/api';
import { inState, message, post, shared } from '../support/flow.ts';

const find = (topic: string, is: (record: IncomingRecord) => boolean): Promise<IncomingRecord> =>
  until(`a record of ${topic}`, async () => {
    let found: IncomingRecord | undefined;
    await readTopic(shared.kafka, topic, (record) => void (is(record) && (found = record)));
    return found;
  });

/** The ticket.opened of a ticket that is answered already: whatever comes after it again is withheld. */
async function openedRecord(): Promise<OutgoingRecord & { value: string }> {
  const ticketId = await post(message('How can I reset my password?'));
  await inState(ticketId, 'agent');
  const { key, value, headers } = await find(TicketOpened.topic, (r) => r.headers['ce_subject'] === ticketId);
  const id = { ce_id: randomUUID() };
  return { topic: TicketOpened.topic, key: String(key), value: String(value), headers: { ...headers, ...id } };
}

it('a field of tomorrow goes through triage with the ticket', async () => {
  const record = await openedRecord();
  const data = JSON.parse(record.value) as { ticket: object };
  const tomorrow = { ...data, ticket: { ...data.ticket, addedLater: { by: ['intake', 2] } } };
  await sendRecords(shared.kafka, [{ ...record, value: JSON.stringify(tomorrow) }]);
  const caused = (r: IncomingRecord): boolean => r.headers['ce_causationid'] === record.headers['ce_id'];
  const { value } = await find(TicketTriaged.topic, caused);
  expect(JSON.parse(String(value))).toMatchObject({ ticket: { addedLater: { by: ['intake', 2] } } });
});

it('an event of another version goes to the dead letters of who reads it, and the reason names it', async () => {
  const record = await openedRecord();
  const headers = { ...record.headers, ce_type: TicketOpened.type.replace('.v1', '.v2') };
  await sendRecords(shared.kafka, [{ ...record, headers }]);
  const letter = await find(
    deadLetterTopic(TicketOpened.topic, 'triage'),
    (r) => r.headers['ce_id'] === record.headers['ce_id'],
  );
  expect(letter.headers).toMatchObject({
    'dlq-error-code': 'NOT_AN_EVENT',
    'dlq-reason': expect.stringContaining('version 2 of ticket.opened; version 1 is known here'),
  });
});
