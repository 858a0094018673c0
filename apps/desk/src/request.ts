import {
  type DataOf,
  type Draft,
  type EventOf,
  type FiredRule,
  type Reply,
  type ReviewRequested,
  type Ticket,
  type TicketEscalated,
  type Triage,
  undeliveredStep,
} from '@throughline/contracts';
import type { z } from 'zod';
import type { Cause } from '@throughline/messaging';

/** Why a person has to look: a `review.requested` or a `ticket.escalated`, in one shape. */
export interface Request {
  /** Tells a redelivery from a new request. */
  key: string;
  from: 'review.requested' | 'ticket.escalated';
  /** The envelope of the event, as far as the next event needs it. */
  cause: Cause;
  causationId?: string;
  at: string;
  /** The id that the sender gave the review. */
  reviewId: string;
  ticketId: string;
  customerId: string;
  turn: number;
  kind: DataOf<typeof ReviewRequested>['kind'];
  queue: string;
  reasons: string[];
  rules: z.infer<typeof FiredRule>[];
  ticket?: Ticket;
  triage?: Triage;
  draft?: Draft;
  refused?: Reply;
  /** The turn's reply was said and did not arrive: that it was said ends nothing. */
  undelivered?: true;
  /** That reply. */
  reply?: Reply;
}

/** Where tickets wait whose automatic steps failed. */
export const escalations = 'escalations';

type Source = EventOf<typeof ReviewRequested> | EventOf<typeof TicketEscalated>;

const base = (event: Source) => {
  const { id, correlationId, policyVersion, traceparent, tracestate, causationId, time } = event;
  const { ticketId, customerId, turn, ticket, triage, draft } = event.data;
  const cause: Cause = {
    id,
    correlationId,
    ...(policyVersion && { policyVersion }),
    ...(traceparent && { traceparent }),
    ...(tracestate && { tracestate }),
  };
  return {
    cause,
    ...(causationId && { causationId }),
    at: time,
    ticketId,
    customerId,
    turn,
    ...(ticket && { ticket }),
    ...(triage && { triage }),
    ...(draft && { draft }),
  };
};

export function fromRequested(event: EventOf<typeof ReviewRequested>): Request {
  const { reviewId, kind, queue, reasons, rules, refused } = event.data;
  const from = 'review.requested' as const;
  return { ...base(event), key: event.id, from, reviewId, kind, queue, reasons, rules, ...(refused && { refused }) };
}

export function fromEscalated(event: EventOf<typeof TicketEscalated>): Request {
  const { ticketId, turn, step, reason, reply } = event.data;
  return {
    ...base(event),
    // The id of an overdue or failed step says ticket and turn alone. A second step that fails, after a person decided,
    // has the same id and must not be taken for a redelivery of the first: their times differ.
    key: `${event.id}@${event.time}`,
    from: 'ticket.escalated',
    reviewId: `${ticketId}.${turn}`,
    kind: 'reply',
    queue: escalations,
    reasons: [`The step '${step}' was not done: ${reason}`],
    rules: [],
    ...(step === undeliveredStep && { undelivered: true }),
    ...(reply && { reply }),
  };
}
