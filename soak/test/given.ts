import { coreServices, deadLetterTopic, PolicyChanged, ReplyDelivered, TicketOpened } from '@throughline/contracts';
import { type Evidence, type LogRecord, placeOf, progressKey } from '../src/evidence.ts';
import { Random } from '../src/random.ts';
import { path, planTickets, type Ticket } from '../src/tickets.ts';

export const tickets = planTickets(200, 'run', new Random('a seed'));

export const ticket = (ending: Ticket['ending'], nth = 0): Ticket =>
  tickets.filter((t) => t.ending === ending)[nth] as Ticket;

/** The log of a run in which nothing went wrong: a customer's records lie in one partition. */
function soundLog(): LogRecord[] {
  const offsets = new Map<string, number>();
  const record = (topic: string, partition: number, rest: Omit<LogRecord, 'topic' | 'partition' | 'offset'>) => {
    const place = `${topic}/${partition}`;
    const offset = offsets.get(place) ?? 0;
    offsets.set(place, offset + 1);
    return { topic, partition, offset: String(offset), ...rest };
  };
  const flow = tickets.flatMap(({ ticketId, customerId, ending }) =>
    path[ending].map(({ topic }) =>
      record(topic, Number(customerId.split('-c')[1]) % 3, {
        key: customerId,
        id: `${ticketId} ${topic}`,
        ticketId,
        ...(topic === ReplyDelivered.topic && { reply: `To ${ticketId}` }),
      }),
    ),
  );
  return [record(PolicyChanged.topic, 0, { key: 'v1', id: 'policy', ticketId: '' }), ...flow];
}

/** Everything as it has to be. */
export function soundEvidence(): Evidence {
  const log = soundLog();
  const answered = tickets.filter((t) => t.ending === 'answered');
  return {
    tickets,
    log,
    progress: progressOf(log),
    trail: trailOf(log),
    mailbox: answered.map(({ ticketId }) => ({ ticketId, text: `To ${ticketId}` })),
    reviews: tickets.filter((t) => t.ending === 'review').map(({ ticketId }) => ({ ticketId })),
  };
}

export const recordOf = ({ log }: Evidence, ticketId: string, topic: string = TicketOpened.topic): LogRecord =>
  log.find((r) => r.ticketId === ticketId && r.topic === topic) as LogRecord;

/** The same evidence with the log changed, and audit's trail as the log is. */
export function withLog(evidence: Evidence, change: (log: readonly LogRecord[]) => LogRecord[]): Evidence {
  const log = change(evidence.log);
  return { ...evidence, log, progress: progressOf(log), trail: trailOf(log) };
}

/** Every group is behind the last record of every partition. */
const progressOf = (log: readonly LogRecord[]): Evidence['progress'] =>
  new Map(coreServices.flatMap(({ name }) => log.map((r) => [progressKey(name, r), BigInt(r.offset) + 1n] as const)));

/** Audit keeps events, no dead letters. */
const trailOf = (log: readonly LogRecord[]): Evidence['trail'] =>
  log.filter((r) => r.topic !== dlq).map((r) => ({ place: placeOf(r), id: r.id }));

export const dlq = deadLetterTopic(TicketOpened.topic, 'triage');
