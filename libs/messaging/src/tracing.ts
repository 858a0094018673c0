import {
  type Attributes,
  context,
  type Context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Place } from '@throughline/contracts';

// OpenTelemetry semantic conventions for messaging; the only place that spells the attribute names.
const tracer = trace.getTracer('@throughline/messaging');

const operation = (name: 'process' | 'send' | 'settle') => ({
  'messaging.system': 'kafka',
  'messaging.operation.name': name,
  'messaging.operation.type': name,
});

/** Of a span about one topic; what else there is to say is added to it, as a spread would copy it all for every record. */
function base(topic: string, name: Parameters<typeof operation>[0]): Attributes {
  const attributes: Attributes = operation(name);
  attributes['messaging.destination.name'] = topic;
  return attributes;
}

/** Trace headers of a record. */
export interface TraceHeaders {
  traceparent?: string | undefined;
  tracestate?: string | undefined;
}

const extract = (headers: TraceHeaders): Context => propagation.extract(context.active(), headers);

/** The active span's context where it belongs to the trace that these headers name, else that of the span they name. */
export function contextOf(headers: TraceHeaders): Context {
  const named = extract(headers);
  const active = trace.getActiveSpan()?.spanContext().traceId;
  return active !== undefined && active === trace.getSpanContext(named)?.traceId ? context.active() : named;
}

/** Links to the span that these headers name, e.g. from a person's decision to the request that it answers. */
export function linkTo(headers: TraceHeaders): void {
  const spanContext = trace.getSpanContext(extract(headers));
  if (spanContext) trace.getActiveSpan()?.addLink({ context: spanContext });
}

/** Runs `work` in a `process <topic>` span, child of the producer's span and linked to it. */
export function inProcessSpan<T>(
  record: { place: Place; headers: Readonly<Record<string, string>>; group: string; ticketId: string | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const parent = extract(record.headers);
  const producer = trace.getSpanContext(parent);
  const links: Link[] = producer ? [{ context: producer }] : [];
  const attributes = base(record.place.topic, 'process');
  attributes['messaging.consumer.group.name'] = record.group;
  attributes['messaging.destination.partition.id'] = String(record.place.partition);
  attributes['messaging.kafka.offset'] = Number(record.place.offset);
  if (record.ticketId) attributes['ticket.id'] = record.ticketId;
  const options = { kind: SpanKind.CONSUMER, attributes, links };
  return tracer.startActiveSpan(`process ${record.place.topic}`, options, parent, (span) => ending(span, work));
}

/** Runs `work` and ends the span with it. */
async function ending<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    span.recordException(error as Error);
    span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
    throw error;
  } finally {
    span.end();
  }
}

export type { SpanContext };

/** Which span is active, for {@link inBatchSpan} to link to. */
export const activeSpanContext = (): SpanContext | undefined => trace.getActiveSpan()?.spanContext();

/** Runs `work` for several records in a span of its own trace, linked to the span of each: it belongs to no single ticket. */
export function inBatchSpan<T>(records: readonly (SpanContext | undefined)[], work: () => Promise<T>): Promise<T> {
  const links = records.filter((span) => span !== undefined).map((span): Link => ({ context: span }));
  const attributes = { ...operation('process'), 'messaging.batch.message_count': records.length };
  const options = { kind: SpanKind.CONSUMER, attributes, links };
  return tracer.startActiveSpan('process batch', options, ROOT_CONTEXT, (span) => ending(span, work));
}

/**
 * Opens and ends a `send <topic>` span and gives the headers that make the consumer its child. Its parent is the active
 * span, or else (a timer) the one that the cause names, so that the turn stays one trace; `parent` where that is known.
 * Without a telemetry SDK there is no span, and the cause's headers travel on unchanged.
 */
export function sendSpan(
  topic: string,
  eventId: string,
  cause: TraceHeaders | undefined,
  parent: Context = trace.getActiveSpan() || !cause ? context.active() : extract(cause),
): TraceHeaders {
  const attributes = base(topic, 'send');
  attributes['messaging.message.id'] = eventId;
  const span = tracer.startSpan(`send ${topic}`, { kind: SpanKind.PRODUCER, attributes }, parent);
  const headers: TraceHeaders = {};
  propagation.inject(trace.setSpan(parent, span), headers);
  span.end();
  return headers.traceparent ? headers : { traceparent: cause?.traceparent, tracestate: cause?.tracestate };
}
