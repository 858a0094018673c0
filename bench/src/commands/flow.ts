import { type DataOf, TicketReceived, TicketResolved } from '@throughline/contracts';
import { stamp } from '@throughline/messaging';
import { prepareCluster, routineMessage, startConstantServices } from '../flow/constant-services.ts';
import { uniqueName } from '../kafka/client.ts';
import { roundTrips } from '../kafka/round-trip.ts';
import { quantiles } from '../stats.ts';
import type { Context } from './context.ts';

const perSecond = 10;
/** Until code is compiled: of two instances each sees half of the tickets. */
const warmUpSeconds = 60;
const world = { name: 'bench', emits: [TicketReceived] };

/** What `flow` found: milliseconds from `ticket.received` sent to `ticket.resolved` received. */
export interface FlowResult {
  readonly perSecond: number;
  readonly seconds: number;
  /** With one instance of every service, and with two (left out of a quick run). */
  readonly one: ReturnType<typeof quantiles>;
  readonly two?: ReturnType<typeof quantiles>;
}

/** Routine tickets through all eight services, models replaced by constants. */
export async function flow(context: Context): Promise<FlowResult> {
  const seconds = context.quick ? 3 : 60;
  await prepareCluster(context.brokers);
  const one = await measure(context, 1, seconds);
  if (context.quick) return { perSecond, seconds, one };
  return { perSecond, seconds, one, two: await measure(context, 2, seconds) };
}

async function measure({ brokers, mongodbUri, dir, quick, say }: Context, instances: number, seconds: number) {
  const run = uniqueName();
  const options = { brokers, mongodbUri, dir, instances, databasePrefix: `bench-${run}` };
  const services = await startConstantServices(options);
  try {
    const warmUp = perSecond * (quick ? 1 : warmUpSeconds);
    const times = await roundTrips(brokers, {
      perSecond,
      count: warmUp + perSecond * seconds,
      // Everybody writes once.
      make: (n) =>
        stamp(world, TicketReceived.of(routineMessage({ ticketId: `${run}-${n}`, customerId: `${run}-${n}`, n }))),
      topic: TicketResolved.topic,
      numberOf: (value) => {
        const { ticketId } = JSON.parse(value) as DataOf<typeof TicketResolved>;
        return ticketId.startsWith(`${run}-`) ? Number(ticketId.slice(run.length + 1)) : undefined;
      },
      withinMs: 60_000,
    });
    const found = quantiles(times.slice(warmUp));
    say(`${instances} of each service: p50 ${found.p50} ms, p95 ${found.p95} ms, p99 ${found.p99} ms`);
    return found;
  } finally {
    await services.end();
  }
}
