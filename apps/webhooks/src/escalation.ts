import { type DataOf, ReplyDelivered, TicketEscalated, undeliveredStep } from '@throughline/contracts';
import { type Cause, eventId, type EventPublisher, type OutgoingRecord } from '@throughline/messaging';
import type { DeliveryDoc } from './schemas.ts';

interface Posted {
  id: string;
  correlationid: string;
  policyversion?: string;
  traceparent?: string;
  tracestate?: string;
  data: DataOf<typeof ReplyDelivered>;
}

/** What tells a person that a reply never arrived; undefined for other events, whose receivers are systems. */
export function escalationOf(
  { _id, endpoint, event, body, redrives }: Pick<DeliveryDoc, '_id' | 'endpoint' | 'event' | 'body' | 'redrives'>,
  reason: string,
  publisher: Pick<EventPublisher, 'stamp'>,
): OutgoingRecord | undefined {
  if (event !== ReplyDelivered.name || body === null) return undefined;
  const { id: cause, correlationid, policyversion, traceparent, tracestate, data } = JSON.parse(body) as Posted;
  const { ticketId, customerId, turn, deliveryId, channel, reply } = data;
  const what = `endpoint ${endpoint} did not take reply ${deliveryId} for channel ${channel}: ${reason}.`;
  const help = `Redrive webhook delivery ${_id}, or reach the customer another way and close: a second reply to this turn would be withheld.`;
  const because: Cause = {
    id: cause,
    correlationId: correlationid,
    ...(policyversion && { policyVersion: policyversion }),
    ...(traceparent && { traceparent }),
    ...(tracestate && { tracestate }),
  };
  // Each time that it dies is news, and so is each endpoint: an id that says the turn alone would make them one.
  return publisher.stamp(
    TicketEscalated.of({ ticketId, customerId, turn, step: undeliveredStep, reason: `${what} ${help}`, reply }),
    { cause: because, id: eventId(_id, redrives.length, TicketEscalated.type) },
  );
}
