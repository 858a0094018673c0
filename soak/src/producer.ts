import { setTimeout as delay } from 'node:timers/promises';
import { TicketReceived } from '@throughline/contracts';
import { eventId, type OutgoingRecord, stamp } from '@throughline/messaging';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import { messageOf, type Ticket } from './tickets.ts';

const world = { name: 'soak', emits: [TicketReceived] };

/**
 * The world outside: sends tickets until the brokers have acknowledged them, and keeps account. Not idempotent, so a
 * message whose acknowledgement was lost is sent twice, as mail gateways do; it carries the same id both times.
 */
export class TicketProducer {
  /** When each ticket was acknowledged, in milliseconds. */
  readonly acknowledged = new Map<string, number>();
  private readonly producer: Producer;

  constructor(brokers: readonly string[]) {
    const kafka = new Kafka({ clientId: 'soak-world', brokers: [...brokers], logLevel: logLevel.NOTHING });
    this.producer = kafka.producer({
      idempotent: false,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
      // Never within kafkajs: where one of several brokers fails, its second try leaves out what has moved to a broker
      // that answered the first, and calls it sent.
      retry: { retries: 0 },
    });
  }

  connect(): Promise<void> {
    return this.producer.connect();
  }

  disconnect(): Promise<void> {
    return this.producer.disconnect();
  }

  /** Sends them in this order, `perSecond` of them; what the brokers can't take in time is caught up with. */
  async send(tickets: readonly Ticket[], perSecond: number, signal: AbortSignal): Promise<void> {
    const started = Date.now();
    for (let sent = 0; sent < tickets.length;) {
      const due = Math.min(tickets.length, Math.floor(((Date.now() - started) / 1000) * perSecond) + 1);
      // oxlint-disable-next-line no-await-in-loop -- in order: a customer's next message leaves when the last is there
      if (due > sent) await this.untilTaken(tickets.slice(sent, due), signal);
      // oxlint-disable-next-line no-await-in-loop -- as above
      else await delay(20, undefined, { signal });
      sent = Math.max(sent, due);
    }
  }

  private async untilTaken(tickets: readonly Ticket[], signal: AbortSignal): Promise<void> {
    const records = tickets.map(recordOf);
    const messages = records.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }));
    for (;;) {
      signal.throwIfAborted();
      try {
        // oxlint-disable-next-line no-await-in-loop -- again until it is taken
        await this.producer.send({ topic: TicketReceived.topic, acks: -1, timeout: 5_000, messages });
        break;
      } catch {
        // Whatever it was: it is not acknowledged.
        // oxlint-disable-next-line no-await-in-loop -- as above
        await delay(100, undefined, { signal });
      }
    }
    for (const { ticketId } of tickets) this.acknowledged.set(ticketId, Date.now());
  }
}

/** The same id however often it is sent. */
const recordOf = (ticket: Ticket): OutgoingRecord =>
  stamp(world, TicketReceived.of(messageOf(ticket)), { id: eventId('soak', ticket.ticketId) });
