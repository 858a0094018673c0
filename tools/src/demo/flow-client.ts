import type { Draft, Reply, Triage } from '@throughline/contracts';
import type { Api } from '../local/api.ts';

/** A ticket's state, as audit tells it. */
export type State = 'agent' | 'human' | 'closed' | 'waiting' | 'open';

/** One event of a ticket's timeline. Which fields `data` has depends on `type`. */
export interface TimelineStep {
  readonly eventId: string;
  readonly type: string;
  readonly at: string;
  readonly service: string;
  readonly turn: number | null;
  readonly causationId: string | null;
  readonly traceId: string | null;
  readonly policyVersion: string | null;
  readonly data?: Partial<{
    triage: Triage;
    draft: Draft;
    reply: Reply;
    queue: string;
    reasons: string[];
    reason: string;
    step: string;
  }>;
}

export interface Timeline {
  readonly ticketId: string;
  readonly state: State;
  readonly turn: number;
  readonly steps: readonly TimelineStep[];
}

export interface FlowSummary {
  readonly _id: string;
  readonly state: State;
  readonly turn: number;
}

/** Every ticket's state, from the trail. */
export const flows = (audit: Api): Promise<FlowSummary[]> => audit.get('/v1/flows?limit=10000');

/** All that the trail holds of a ticket, with what each event said. */
export const timeline = (audit: Api, ticketId: string): Promise<Timeline> =>
  audit.get(`/v1/tickets/${encodeURIComponent(ticketId)}/timeline?data=true`);

/** A review as the desk lists it. */
export interface ReviewSummary {
  readonly reviewId: string;
  readonly ticketId: string;
  readonly state: string;
  readonly queue: string;
  readonly turn: number;
  readonly reasons: readonly string[];
  readonly draft: 'reply' | 'abstention' | null;
}

/** Reviews that wait for somebody. */
export const openReviews = (desk: Api): Promise<ReviewSummary[]> => desk.get('/v1/reviews?state=open&limit=1000');
