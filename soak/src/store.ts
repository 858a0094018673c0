import { type Connection, createConnection } from 'mongoose';
import type { Evidence } from './evidence.ts';
import type { Ending, Ticket } from './tickets.ts';

/** Audit's state of a ticket (apps/audit/src/state.ts) that has come to its end. */
const stateOf: Record<Ending, string> = { answered: 'agent', review: 'waiting', closed: 'closed' };

/** Looks into the services' databases, past the services. */
export class Store {
  private readonly connection: Connection;
  private readonly prefix: string;

  constructor(uri: string, prefix: string) {
    this.prefix = prefix;
    this.connection = createConnection(uri, { serverSelectionTimeoutMS: 2_000, socketTimeoutMS: 60_000 });
    this.connection.asPromise().catch(() => undefined); // what is asked says so
  }

  /** Those of the tickets that have come to their end. @throws where the store can't be reached */
  async settled(tickets: readonly Ticket[]): Promise<Ticket[]> {
    const ids = tickets.map((t) => t.ticketId);
    const flows = await this.find<{ _id: string; state: string }>(
      'audit',
      'flows',
      { _id: { $in: ids } },
      { state: 1 },
    );
    const states = new Map(flows.map((f) => [f._id, f.state]));
    return tickets.filter((t) => states.get(t.ticketId) === stateOf[t.ending]);
  }

  /** What the services' databases hold, for the proof. */
  async evidence(): Promise<Pick<Evidence, 'trail' | 'mailbox' | 'reviews'>> {
    const fields = { topic: 1, partition: 1, offset: 1, 'headers.ce_id': 1 } as const;
    const events = await this.find<EventRow>('audit', 'events', {}, fields);
    return {
      trail: events.map((e) => ({ place: `${e.topic}[${e.partition}]@${e.offset}`, id: e.headers.ce_id ?? '' })),
      mailbox: await this.find('intake', 'mailbox', {}, { ticketId: 1, text: 1 }),
      reviews: await this.find('desk', 'reviews', {}, { ticketId: 1 }),
    };
  }

  close(): Promise<void> {
    return this.connection.close(true);
  }

  private find<T>(service: string, collection: string, filter: object, fields: Record<string, 1>): Promise<T[]> {
    const database = this.connection.getClient().db(`${this.prefix}-${service}`);
    return database.collection(collection).find(filter, { projection: fields }).toArray() as unknown as Promise<T[]>;
  }
}

interface EventRow {
  topic: string;
  partition: number;
  offset: string;
  headers: { ce_id?: string };
}
