import type { EventOf, Contract } from '@throughline/contracts';

/** An event as one JSON document: CloudEvents 1.0, JSON event format, structured mode. Extensions are named as in Kafka's headers. */
export function cloudEvent(event: EventOf<Contract>): string {
  const { id, source, type, time, subject, correlationId, causationId, policyVersion, traceparent, tracestate } = event;
  return JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type,
    time,
    subject,
    datacontenttype: 'application/json',
    correlationid: correlationId,
    causationid: causationId,
    policyversion: policyVersion,
    traceparent,
    tracestate,
    data: event.data,
  });
}
