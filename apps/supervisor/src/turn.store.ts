import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Step, TicketEscalated, TicketOpened } from '@throughline/contracts';
import { eventId, EventPublisher, RetryableError } from '@throughline/messaging';
import { duplicatesIn, Outbox } from '@throughline/platform';
import type { Model } from 'mongoose';
import { seenKey } from './overdue.ts';
import { type Escalated, TurnDoc } from './schemas.ts';
import type { Sighting } from './sighting.ts';

/** What the sweep needs of a turn. */
export type OpenTurn = Pick<TurnDoc, 'ticketId' | 'turn' | 'seen'>;

const idOf = ({ ticketId, turn }: Pick<TurnDoc, 'ticketId' | 'turn'>): string => `${ticketId}.${turn}`;

/** Open turns in MongoDB. */
@Injectable()
export class TurnStore implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('turns');
  private readonly outbox: Outbox<TurnDoc>;

  constructor(
    @InjectModel(TurnDoc.name) private readonly turns: Model<TurnDoc>,
    private readonly publisher: EventPublisher,
  ) {
    this.outbox = new Outbox(turns, publisher);
  }

  onApplicationBootstrap(): void {
    this.outbox.start();
  }

  onApplicationShutdown(): void {
    this.outbox.stop();
  }

  /** Idempotent, and the same in any order: the first sight of each kind of event counts. */
  async saw(sightings: readonly Sighting[], now: Date): Promise<void> {
    const updates = sightings.map((sighting) => ({ updateOne: sightingUpdate(sighting, now) }));
    // The driver's own, not mongoose's: nothing is to be cast, and there are many.
    const written = this.turns.collection.bulkWrite(updates as never, { ordered: false });
    const refused = await written.then(() => [], duplicatesIn);
    // Another instance made the document at the same moment: the next time it is there.
    if (refused.length > 0) throw new RetryableError(`${refused.length} turns were just made by another instance.`);
  }

  /** Turns for which something may be owed. */
  open(): Promise<OpenTurn[]> {
    return this.turns.find({ doneAt: null }, { ticketId: 1, turn: 1, seen: 1 }).lean<OpenTurn[]>().exec();
  }

  async isOvertaken({ ticketId, turn }: OpenTurn): Promise<boolean> {
    // Turns are counted without gaps: if there is a newer one, there is the next.
    const next = await this.turns.findById(idOf({ ticketId, turn: turn + 1 }), { seen: 1 }).lean<OpenTurn | null>();
    return next?.seen[seenKey(TicketOpened)] !== undefined;
  }

  async done(turn: OpenTurn, now: Date): Promise<void> {
    await this.turns.updateOne({ _id: idOf(turn) }, { $set: { doneAt: now } });
  }

  /** The turns that this supervisor escalated, the latest first. */
  async escalated(limit: number): Promise<(OpenTurn & { escalated: Escalated })[]> {
    const filter = { escalated: { $ne: null } };
    const found = this.turns.find(filter, { ticketId: 1, turn: 1, seen: 1, escalated: 1 }).sort({ doneAt: -1 });
    return found.limit(limit).lean<(OpenTurn & { escalated: Escalated })[]>();
  }

  /** Once a turn, and only if the step was not done meanwhile; the event is kept with the state until it is sent. */
  async escalate({ ticketId, turn }: OpenTurn, { name: step, until }: Step, reason: string, now: Date): Promise<void> {
    const key = idOf({ ticketId, turn });
    const doc = await this.turns.findById(key).lean<TurnDoc | null>();
    if (!doc) return;
    const { customerId, ticket, triage, draft, last } = doc;
    const evidence = { ...(ticket && { ticket }), ...(triage && { triage }), ...(draft && { draft }) };
    const event = TicketEscalated.of({ ticketId, customerId, turn, step, reason, ...evidence });
    // The same id as from a service that gives up its own step: whoever escalates this turn says the same thing.
    const id = eventId(ticketId, turn, TicketEscalated.type);
    const record = this.publisher.stamp(event, { cause: last, id });
    const notDone = Object.fromEntries(until.map((contract) => [`seen.${seenKey(contract)}`, null]));
    const escalated: Escalated = { step, reason, at: now.toISOString() };
    const { matchedCount } = await this.turns.updateOne(
      { _id: key, escalated: null, doneAt: null, ...notDone } as never,
      {
        $set: { escalated, doneAt: now },
        $push: { pending: record },
      },
    );
    if (matchedCount === 0) return;
    this.log.warn(`Ticket ${ticketId}, turn ${turn}: ${reason}`);
    await this.outbox.flush(key).catch((e: Error) => this.log.warn(`The escalation of ${key} waits: ${e.message}`));
  }
}

function sightingUpdate({ ref, contract, cause, evidence, ends }: Sighting, now: Date): object {
  const { ticketId, customerId, turn } = ref;
  return {
    filter: { _id: idOf(ref) },
    update: {
      $min: { [`seen.${seenKey(contract)}`]: now.toISOString() },
      $set: { last: cause, ...evidence, ...(ends && { doneAt: now }) },
      $setOnInsert: { ticketId, customerId, turn, escalated: null, pending: [], ...(!ends && { doneAt: null }) },
    },
    upsert: true,
  };
}
