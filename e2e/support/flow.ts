import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { Api, ApiError, until } from 'throughline/api';
import { type ReviewSummary, type State, type Timeline, timeline } from 'throughline/flow-client';
import { type Shared, sharedFile } from './shared.ts';

export const shared = JSON.parse(readFileSync(sharedFile, 'utf8')) as Shared;

const api = (service: string, who = 'e2e'): Api => new Api(shared.urls[service] ?? '', shared.tokens[who] ?? '');
export const intake = api('intake');
export const audit = api('audit');
export const drafter = api('drafter');
export const kb = api('kb-updater');
/** The desk as one of its people. */
export const desk = (who: 'maria' | 'jonas' = 'maria'): Api => api('desk', who);

/** A message as the help desk of a shop would send it; each call is another customer and ticket. */
export const message = (body: string, given: Record<string, unknown> = {}) => ({
  ticketId: `E-${randomUUID()}`,
  customerId: `C-${randomUUID()}`,
  messageId: randomUUID(),
  channel: 'email',
  subject: '',
  body,
  profile: { name: 'Ada Example', email: 'ada@example.org' },
  ...given,
});

/** Sends a message in; gives its ticket. */
export async function post(given: ReturnType<typeof message>): Promise<string> {
  const { ticketId } = await intake.post<{ ticketId: string }>('/v1/tickets', given);
  return ticketId;
}

/** The ticket's timeline as soon as `ready` holds for it. */
export const timelineWhen = (ticketId: string, what: string, ready: (t: Timeline) => boolean): Promise<Timeline> =>
  until(`ticket ${ticketId} ${what}`, async () => {
    try {
      const t = await timeline(audit, ticketId);
      return ready(t) ? t : undefined;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined; // nothing in the trail yet
      throw error;
    }
  });

/** The ticket's timeline once it is in this state at this turn. */
export const inState = (ticketId: string, state: State, turn = 1): Promise<Timeline> =>
  timelineWhen(ticketId, `is ${state} at turn ${turn}`, (t) => t.state === state && t.turn === turn);

/** The timeline once it has `count` events of a type. */
export const withEvents = (ticketId: string, type: string, count = 1): Promise<Timeline> =>
  timelineWhen(ticketId, `has ${count} ${type}`, (t) => t.steps.filter((s) => s.type === type).length >= count);

/** The open review of a ticket. */
export const openReview = (ticketId: string, turn = 1): Promise<ReviewSummary> =>
  until(`a review of ${ticketId} at turn ${turn}`, async () => {
    const reviews = await desk().get<ReviewSummary[]>(`/v1/reviews?ticketId=${ticketId}`);
    return reviews.find((r) => ['open', 'claimed'].includes(r.state) && r.turn === turn);
  });

/** Claims and decides as Maria. */
export async function decide(reviewId: string, decision: Record<string, unknown>): Promise<void> {
  await desk().post(`/v1/reviews/${reviewId}/claim`, {});
  await desk().post(`/v1/reviews/${reviewId}/decide`, decision);
}

/** What the customer got for a ticket. */
export const mailbox = (ticketId: string): Promise<{ text: string; turn: number }[]> =>
  intake.get(`/v1/mailbox?ticketId=${ticketId}`);

export const types = ({ steps }: Timeline): string[] => steps.map((s) => s.type);
