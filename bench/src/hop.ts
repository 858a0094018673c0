import { setTimeout as delay } from 'node:timers/promises';
import {
  type Contract,
  defineEvent,
  type EventOf,
  type ServiceDeclaration,
  Ticket,
  TicketRef,
} from '@throughline/contracts';
import { inProcessSpan, type IncomingRecord, type OutgoingRecord, readEvent, stamp } from '@throughline/messaging';
import { z } from 'zod';

/** What benchmark records hold: a ticket that fills them to 1 KiB, and how long handling it takes. */
const Data = TicketRef.extend({
  /** Which record, from 0. */
  n: z.int(),
  /** What the handler awaits, in milliseconds; 0 awaits nothing. */
  workMs: z.number(),
  ticket: Ticket,
});
export type Data = z.infer<typeof Data>;

/** One step of a flow by the names of its topics and of the service: plain data, so that it can be told to a process. */
export interface HopNames {
  readonly input: string;
  readonly output: string;
  readonly service: string;
}

/** A step as every arm runs it: same contracts, same handler. */
export interface Hop {
  readonly In: Contract<Data>;
  readonly Out: Contract<Data>;
  readonly service: ServiceDeclaration;
  /** The handler. */
  handle(event: EventOf<Contract<Data>>): Promise<ReturnType<Contract<Data>['of']>>;
  /**
   * All that our engine does for a record, for arms that have to do it by hand: the span, headers and value read and
   * checked, handled, the result checked and stamped.
   */
  process(record: IncomingRecord): Promise<OutgoingRecord>;
}

/** The contract of a benchmark topic; `name` is letters only. */
export const contractOf = (name: string): Contract<Data> =>
  defineEvent({
    name: `bench.${name}`,
    summary: 'For a benchmark.',
    schema: Data,
    key: (data) => data.customerId,
    subject: (data) => data.ticketId,
    example: dataOf(0, 1, 0),
  });

/** A step; `onHandled` hears of each record when its handler is done. */
export function makeHop({ input, output, service: name }: HopNames, onHandled: () => void = () => undefined): Hop {
  const [In, Out] = [contractOf(input), contractOf(output)];
  const service = { name, job: 'A benchmark.', consumes: [In], follows: [], emits: [Out], onFailure: 'alert' } as const;
  const handle: Hop['handle'] = async ({ data }) => {
    if (data.workMs > 0) await delay(data.workMs);
    onHandled();
    return Out.of(data);
  };
  return {
    In,
    Out,
    service,
    handle,
    process: (record) => {
      const { place, headers } = record;
      return inProcessSpan({ place, headers, group: name, ticketId: headers['ce_subject'] }, async () => {
        const event = readEvent(In, record);
        return stamp(service, await handle(event), { cause: event });
      });
    },
  };
}

const text = 'I ordered a kettle three weeks ago and have not seen it since, nor have I heard of it. '.repeat(6);
const recordBytes = 1024;

/** The `n`-th record: 1 KiB of JSON, of one of `customers` customers. */
export function dataOf(n: number, customers: number, workMs: number): Data {
  const data: Data = {
    ticketId: `T-${n}`,
    customerId: `C-${n % customers}`,
    turn: 1,
    n,
    workMs,
    ticket: {
      messageId: `${n}@mail.example.org`,
      channel: 'email',
      subject: 'Where is my parcel?',
      body: text,
      receivedAt: '2026-03-02T09:30:00.000Z',
      thread: [],
      customer: { profile: { name: 'Ada Example', email: 'ada@example.org', locale: 'en-GB' }, history: [] },
    },
  };
  const spare = recordBytes - JSON.stringify(data).length;
  return {
    ...data,
    ticket: { ...data.ticket, body: spare < 0 ? text.slice(0, spare) : text.padEnd(text.length + spare) },
  };
}
