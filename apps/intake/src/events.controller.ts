import {
  BadRequestException,
  Controller,
  ForbiddenException,
  HttpCode,
  Inject,
  PayloadTooLargeException,
  Post,
  Req,
  UseGuards,
} from '@nestjs/common';
import { EventPublisher, type ForeignEvent, type OutgoingRecord, TerminalError } from '@throughline/messaging';
import { Answers, CallerName, CONFIG, type ConfigOf } from '@throughline/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { allowedTo, CloudEventBody, type Problem } from './cloud-event.ts';
import type { Config } from './config.ts';
import { Taken } from './http-answers.ts';
import { mediaTypes, type Mode, unsupported } from './media-types.ts';
import { binary, type RawEvent, readEvent, structured } from './read-event.ts';
import { WriteLimit } from './write-limit.ts';

/** So many events may come in one batch: it counts as one request. */
const batchSize = 100;

@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly publisher: EventPublisher,
    @Inject(CONFIG) private readonly config: ConfigOf<typeof Config>,
  ) {}

  @Post()
  @HttpCode(202)
  @UseGuards(WriteLimit)
  @Answers(
    'Publishes CloudEvents of other systems: all are in the log when this answers, or, where one is wrong, none is sent. The same (`source`, `id`) again is dropped, so repeat freely.',
    Taken,
    {
      403: 'A type that this caller may not publish; the answer names those that it may.',
      413: 'More than 256 KiB, or an event that takes more than 900,000 bytes in Kafka.',
      415: 'None of the content types.',
      429: 'More requests than `WRITES_PER_MINUTE`; `Retry-After` says in how many seconds.',
    },
    {},
    {
      [mediaTypes.structured]: CloudEventBody,
      [mediaTypes.batch]: z
        .array(CloudEventBody)
        .min(1)
        .max(batchSize)
        .describe(`A list of such events, ${batchSize} at most.`),
      [mediaTypes.binary]: z
        .unknown()
        .describe("The event's `data` alone; its attributes are headers, each `ce-<name>`, percent-encoded."),
    },
  )
  async post(@Req() request: FastifyRequest, @CallerName() caller: string): Promise<z.input<typeof Taken>> {
    const allowed = allowedTo(caller, this.config.REVIEW_TOOLS);
    const mode = modeOf(request);
    const read = eventsIn(mode, request).map((raw) => readEvent(raw, allowed, caller));
    const refused = read.flatMap((r, event): Problem[] =>
      'problems' in r ? r.problems.map((p) => (mode === 'batch' ? { event, ...p } : p)) : [],
    );
    if (refused.length > 0)
      throw refusal(
        refused,
        read.some((r) => 'forbidden' in r),
      );
    const events = read.flatMap((r) => ('event' in r ? [inTraceOf(request, r.event)] : []));
    await this.publisher.send(events.map((event) => this.passOn(event)));
    return {
      events: events.map(({ contract: { type }, envelope: { id, source, subject } }) => ({
        id,
        source,
        type,
        ticketId: subject ?? '',
      })),
    };
  }

  /** What is right and can't be sent all the same has grown too large: JSON may write a number longer than it came. */
  private passOn(event: ForeignEvent): OutgoingRecord {
    try {
      return this.publisher.passOn(event);
    } catch (cause) {
      if (!(cause instanceof TerminalError) || cause.code !== 'INVALID_EMIT') throw cause;
      throw new PayloadTooLargeException(`Nothing was sent: ${cause.message}`, { cause });
    }
  }
}

function modeOf({ headers }: FastifyRequest): Mode {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const mode = (Object.keys(mediaTypes) as Mode[]).find((m) => mediaTypes[m] === type);
  if (!mode) throw unsupported();
  return mode;
}

function eventsIn(mode: Mode, { headers, body }: FastifyRequest): RawEvent[] {
  if (mode === 'binary') return [binary(headers, body)];
  if (mode === 'structured') return [structured(body)];
  if (Array.isArray(body) && body.length > 0 && body.length <= batchSize) return body.map(structured);
  throw refusal([{ field: '(body)', reason: `expected a JSON array of 1 to ${batchSize} events` }]);
}

function refusal(errors: Problem[], forbidden = false): BadRequestException | ForbiddenException {
  const message = 'Nothing was sent: some events are not right.';
  return forbidden
    ? new ForbiddenException({ statusCode: 403, error: 'Forbidden', message, errors })
    : new BadRequestException({ statusCode: 400, error: 'Bad Request', message, errors });
}

/** The request's own trace stands in where the event names none. */
function inTraceOf({ headers }: FastifyRequest, event: ForeignEvent): ForeignEvent {
  const { traceparent } = headers;
  if (event.envelope.traceparent || typeof traceparent !== 'string') return event;
  const tracestate = headers['tracestate'];
  return {
    ...event,
    envelope: { ...event.envelope, traceparent, ...(tracestate && { tracestate: String(tracestate) }) },
  };
}
