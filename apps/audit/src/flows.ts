import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { RetryableError } from '@throughline/messaging';
import { duplicatesIn } from '@throughline/platform';
import type { Model } from 'mongoose';
import { citesOf, dataOf, eventIdOf, toStep } from './record-doc.ts';
import { type EventDoc, FlowDoc } from './schemas.ts';
import { type State, stateOf } from './state.ts';

/** How often other instances may come between a look and the write after it, before the records are tried again later. */
const rounds = 20;

/** One document a ticket, kept up to date as its events come. */
@Injectable()
export class FlowStore {
  constructor(@InjectModel(FlowDoc.name) private readonly flows: Model<FlowDoc>) {}

  /** Adds the steps that these events are, each once. Events of no ticket are left out. */
  async add(events: readonly EventDoc[]): Promise<void> {
    const ofTickets = events.filter((e) => e.subject !== null);
    if (ofTickets.length === 0) return;
    for (let left = ofTickets, n = 0; left.length > 0; n++) {
      /* oxlint-disable no-await-in-loop -- again only where another instance made the same document */
      if (n === rounds) throw new RetryableError(`The flow of ${left[0]?.subject} is refused again and again.`);
      const pushes = left.map((event) => ({ updateOne: pushOf(event) }));
      const written = this.flows.collection.bulkWrite(pushes as never, { ordered: false });
      const refused = await written.then(() => [], duplicatesIn);
      left = await this.absent(refused.map((at) => left[at] as EventDoc));
    }
    await this.settle([...new Set(ofTickets.map((e) => e.subject as string))]);
  }

  /** Which of these are in no flow yet: an upsert collides where the step is there, and where the document was just made. */
  private async absent(events: readonly EventDoc[]): Promise<EventDoc[]> {
    if (events.length === 0) return [];
    const flows = await this.flows.find({ _id: { $in: events.map((e) => e.subject) } }).lean<FlowDoc[]>();
    const there = new Set(flows.flatMap((flow) => flow.steps.map((step) => `${flow._id} ${step.eventId}`)));
    return events.filter((event) => !there.has(`${event.subject} ${eventIdOf(event)}`));
  }

  /** Topics are read side by side: the state is that of the steps it was made from, or it is made again. */
  private async settle(ticketIds: readonly string[]): Promise<void> {
    for (let left = ticketIds, n = 0; left.length > 0; n++) {
      /* oxlint-disable no-await-in-loop -- again only where another step came between */
      if (n === rounds) throw new RetryableError(`The flow of ${left[0]} never settles.`);
      const flows = await this.flows.find({ _id: { $in: [...left] } }).lean<FlowDoc[]>();
      const updates = flows.map(({ _id, steps }) => ({
        updateOne: { filter: { _id, steps: { $size: steps.length } }, update: { $set: stateOf(steps) } },
      }));
      const { matchedCount } = await this.flows.collection.bulkWrite(updates as never, { ordered: false });
      left = matchedCount === flows.length ? [] : left;
    }
  }

  find(ticketId: string): Promise<FlowDoc | null> {
    return this.flows.findById(ticketId).lean<FlowDoc | null>().exec();
  }

  /** Tickets whose drafts or replies quote an article. */
  citing(articleId: string): Promise<Omit<FlowDoc, 'steps'>[]> {
    const found = this.flows.find({ 'cites.articleId': articleId } as never, { steps: 0 });
    return found.sort({ _id: 1 }).lean<FlowDoc[]>().exec();
  }

  list(state: State | undefined, limit: number): Promise<Omit<FlowDoc, 'steps'>[]> {
    return this.flows
      .find(state ? { state } : {}, { steps: 0 })
      .limit(limit)
      .lean<FlowDoc[]>()
      .exec();
  }
}

/** Whose ticket it is, any event that knows may say: an earlier one that doesn't must not settle it. */
function pushOf(event: EventDoc): object {
  const data = dataOf(event);
  const step = toStep(event, data);
  const customerId = data?.['customerId'];
  const known = typeof customerId === 'string' ? { $set: { customerId } } : {};
  const cites = citesOf(event, data);
  const empty = { state: 'open', turn: 1, ...(known.$set ? {} : { customerId: null }) };
  return {
    filter: { _id: event.subject, 'steps.eventId': { $ne: step.eventId } },
    update: {
      $push: { steps: step },
      ...(cites.length > 0 && { $addToSet: { cites: { $each: cites } } }),
      $setOnInsert: empty,
      ...known,
    },
    upsert: true,
  };
}
