import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { prepareCluster } from '@throughline/bench/constant-services';
import { repoRoot } from 'throughline/root';
import { mongo, newServer, type Server } from 'throughline/server';
import { replicas, startCluster } from './cluster.ts';
import { type Fault, planFaults, type World } from './faults.ts';
import { Fleet, type OwnEnd } from './fleet.ts';
import { Health } from './health.ts';
import { freePort } from './ports.ts';
import { TicketProducer } from './producer.ts';
import { prove, type Row } from './proof.ts';
import { Random } from './random.ts';
import { readLog } from './read-log.ts';
import { atRest, type Recovery, recovery } from './recovery.ts';
import { Store } from './store.ts';
import { planTickets, type Ticket } from './tickets.ts';

/** What to do; the same seed chooses the same tickets and faults. */
export interface SoakOptions {
  readonly tickets: number;
  readonly faults: number;
  readonly seed: string;
  /** Tickets a second, while they are sent. */
  readonly rate: number;
  readonly instances: number;
  /** Ends it early; everything is put away all the same. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** One fault, and what came of it. */
export interface Round extends Recovery {
  readonly kind: string;
  readonly target: string;
  /** From the blow until it was put right, in seconds. */
  readonly lasted: number;
}

/** What the soak found. */
export interface Outcome {
  readonly rounds: readonly Round[];
  readonly rows: readonly Row[];
  readonly ownEnds: readonly OwnEnd[];
  /** What stood in the way of the proof: a fault that was not recovered from, a group that did not come to rest. */
  readonly failures: readonly string[];
  readonly sent: number;
  readonly seconds: number;
}

/** How many faults may go without recovery before there is no sense in going on. */
const enough = 3;

/** Starts everything, breaks things while tickets come in, waits for rest, and proves what came of it. */
export async function soak(options: SoakOptions): Promise<Outcome> {
  const { log, signal } = options;
  const began = Date.now();
  const run = `soak-${began.toString(36)}`;
  const toEnd: (() => Promise<unknown>)[] = [];
  try {
    const { world, logs } = await build(run, options, toEnd);
    const store = new Store(`mongodb://${world.store.address}`, run);
    const health = new Health(world.cluster.direct);
    const producer = new TicketProducer(world.cluster.direct);
    toEnd.push(() => store.close());
    for (const client of [health, producer]) {
      // oxlint-disable-next-line no-await-in-loop -- two
      await client.connect();
      toEnd.push(() => ('close' in client ? client.close() : client.disconnect()));
    }
    log(`all is up in ${since(began)} s; logs: ${logs}`);

    const eyes = { fleet: world.fleet, health, store };
    const play = new Play(options, run, world, eyes, producer);
    const failures = await play.all();
    const busy = await atRest(eyes, signal);
    failures.push(...busy);
    failures.push(...(await world.fleet.end()).map((late) => `${late} did not end within half a minute of SIGTERM`));
    log('all has come to rest: reading everything');
    const tickets = play.tickets.filter((t) => producer.acknowledged.has(t.ticketId));
    const records = await readLog(world.cluster.direct);
    const evidence = { tickets, log: records, progress: await health.progress(), ...(await store.evidence()) };
    const { ownEnds } = world.fleet;
    return {
      rounds: play.rounds,
      rows: prove(evidence),
      ownEnds,
      failures,
      sent: tickets.length,
      seconds: since(began),
    };
  } finally {
    for (const end of toEnd.toReversed()) {
      // oxlint-disable-next-line no-await-in-loop -- services before what they need
      await end().catch((error: Error) => log(`not ended in good order: ${error.message}`));
    }
  }
}

const since = (began: number): number => Math.round((Date.now() - began) / 1000);

/** Brokers, store and services, in that order. */
async function build(run: string, { instances, log, signal }: SoakOptions, toEnd: (() => Promise<unknown>)[]) {
  const cluster = await startCluster();
  toEnd.push(() => cluster.end());
  const store: Server = await newServer(mongo, 'soak-mongo', await freePort());
  toEnd.push(() => store.stop());
  await store.start();
  signal.throwIfAborted();
  await prepareCluster(cluster.direct.join(','), { replicationFactor: replicas });
  log('three brokers and the store are up');
  const logs = join(repoRoot(), '.throughline/soak/logs');
  rmSync(logs, { recursive: true, force: true });
  const address = { brokers: cluster.proxied.join(','), mongodbUri: `mongodb://${store.address}` };
  // The supervisor's minute a step is for healthy days: an outage is no overdue step here.
  const fleet = new Fleet(
    { ...address, dir: logs, databasePrefix: run, env: { PLAN_SCALE: '30', SWEEP_MS: '10000' }, signal },
    instances,
  );
  toEnd.push(() => fleet.end());
  await fleet.start();
  const world: World = { cluster, store, fleet };
  return { world, logs };
}

/** The rounds: a share of the tickets, and one fault amid them. */
class Play {
  readonly rounds: Round[] = [];
  readonly tickets: readonly Ticket[];
  private readonly options: SoakOptions;
  private readonly faults: readonly Fault[];
  private readonly eyes: Parameters<typeof recovery>[0];
  private readonly producer: TicketProducer;
  private readonly unsettled = new Set<Ticket>();

  constructor(options: SoakOptions, run: string, world: World, eyes: Play['eyes'], producer: TicketProducer) {
    const random = new Random(options.seed);
    this.options = options;
    this.tickets = planTickets(options.tickets, run, random);
    this.faults = planFaults(options.faults, world, random);
    this.eyes = eyes;
    this.producer = producer;
  }

  /** Gives what was not recovered from. */
  async all(): Promise<string[]> {
    const failures: string[] = [];
    const share = this.tickets.length / this.faults.length;
    for (const [i, fault] of this.faults.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- each after recovery from the last
      const round = await this.round(fault, this.tickets.slice(Math.round(i * share), Math.round((i + 1) * share)));
      this.rounds.push(round);
      this.options.log(line(i + 1, this.faults.length, round, this.producer.acknowledged.size));
      const wrong = [...round.stillWrong, ...stuckLine(round.stuck)].map((w) => `  still: ${w}`);
      wrong.forEach((w) => this.options.log(w));
      if (wrong.length > 0) failures.push(`not recovered from ${round.kind} of ${round.target}:${wrong.join(';')}`);
      if (failures.length >= enough) break;
    }
    return failures;
  }

  private async round(fault: Fault, tickets: readonly Ticket[]): Promise<Round> {
    const { signal, rate } = this.options;
    tickets.forEach((t) => this.unsettled.add(t));
    const sending = this.producer.send(tickets, rate, signal);
    const striking = this.strike(fault);
    // Both are awaited below; what fails first must not be an unhandled rejection meanwhile.
    void Promise.allSettled([sending, striking]);
    const lasted = await striking;
    await sending;
    const { stuck, ...rest } = await recovery(this.eyes, [...this.unsettled], signal);
    this.unsettled.clear();
    return { kind: fault.kind, target: fault.target, lasted, stuck, ...rest };
  }

  private async strike({ after, strike }: Fault): Promise<number> {
    const { signal } = this.options;
    await delay(after * 1000, undefined, { signal });
    const began = Date.now();
    await strike(signal);
    return (Date.now() - began) / 1000;
  }
}

const stuckLine = (stuck: readonly Ticket[]): string[] =>
  stuck.length === 0 ? [] : [`${stuck.length} tickets not at their end, the first is ${stuck[0]?.ticketId}`];

const line = (i: number, of: number, { kind, target, lasted, seconds }: Round, sent: number): string =>
  `${String(i).padStart(4)}/${of}  ${kind.padEnd(32)} ${target.padEnd(18)} ${lasted.toFixed(1).padStart(6)} s` +
  `   well again after ${seconds.toFixed(1).padStart(5)} s   ${sent} tickets sent`;
