import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ConstantOptions, type ConstantService, startConstantService } from '@throughline/bench/constant-services';
import { coreServices, type ServiceName } from '@throughline/contracts';
import { randomTokens } from 'throughline/services';

/** One instance of a service, whatever process it has at the moment. */
export interface Member {
  readonly name: ServiceName;
  readonly instance: string;
  /** As its Kafka clients call themselves. */
  readonly client: string;
  service?: ConstantService;
}

/** An instance that ended without being told to; it was started again, as an orchestrator would. */
export interface OwnEnd {
  readonly member: string;
  readonly how: string;
  readonly at: string;
}

/** All instances of the services that the flow can't do without. Whichever ends is started again. */
export class Fleet {
  readonly members: readonly Member[];
  /** Of every service. */
  readonly instances: number;
  readonly ownEnds: OwnEnd[] = [];
  private readonly options: ConstantOptions;
  private readonly starting = new Set<Promise<void>>();
  private readonly told = new Set<Member>();
  private starts = 0;
  private ending = false;

  /** Aborted, `options.signal` ends the starts under way, and nothing is started again. */
  constructor(options: ConstantOptions, instances: number) {
    options.signal?.addEventListener('abort', () => (this.ending = true));
    this.instances = instances;
    this.options = { tokens: randomTokens(['soak']), ...options };
    this.members = Array.from({ length: instances }, (_, i) => String(i)).flatMap((instance) =>
      coreServices.map(({ name }) => ({ name, instance, client: `${name}-${instance}` })),
    );
  }

  /** Resolves when every instance is ready. @throws where one can't start */
  async start(): Promise<void> {
    const rows = Map.groupBy(this.members, (m) => m.instance);
    // oxlint-disable-next-line no-await-in-loop -- a row after the other: sixteen at once would take each other's time
    for (const row of rows.values()) await Promise.all(row.map((m) => this.track(this.begin(m))));
  }

  /** With SIGKILL; it is started again at once. Resolves when the old process is gone. */
  async kill(member: Member): Promise<void> {
    this.told.add(member);
    await member.service?.end('SIGKILL');
  }

  /** Stops its process where it stands; gives how to let it go on. @throws where it is not there */
  freeze({ client, service }: Member): () => void {
    if (!service?.process.kill('SIGSTOP')) throw new Error(`${client} is not there to be stopped.`);
    return () => void service.process.kill('SIGCONT');
  }

  /** The instances that are not ready, with what they say. */
  async notReady(): Promise<string[]> {
    const found = await Promise.all(this.members.map(async (m) => [m.client, await problem(m)] as const));
    return found.flatMap(([client, why]) => (why === undefined ? [] : [`${client}: ${why}`]));
  }

  /** Drains them all; resolves when they are gone. One that does not end within half a minute is killed and named. */
  async end(): Promise<string[]> {
    this.ending = true;
    await Promise.allSettled(this.starting);
    const late: string[] = [];
    const end = async ({ service, client }: Member): Promise<void> => {
      if (!service) return;
      service.process.kill('SIGCONT');
      const timer = setTimeout(() => {
        late.push(client);
        service.process.kill('SIGKILL');
      }, 30_000);
      await service.end('SIGTERM');
      clearTimeout(timer);
    };
    await Promise.all(this.members.map(end));
    return late;
  }

  private async begin(member: Member): Promise<void> {
    const dir = join(this.options.dir, `start-${this.starts++}`);
    const service = await startConstantService(member.name, member.instance, { ...this.options, dir });
    member.service = service;
    service.process.once('exit', (code, signal) => this.ended(member, String(signal ?? code)));
  }

  private ended(member: Member, how: string): void {
    if (this.ending) return;
    if (!this.told.delete(member)) this.ownEnds.push({ member: member.client, how, at: new Date().toISOString() });
    void this.track(this.again(member));
  }

  /** So that the end can wait for what begins just then. */
  private track(start: Promise<void>): Promise<void> {
    this.starting.add(start);
    const over = (): void => void this.starting.delete(start);
    start.then(over, over);
    return start;
  }

  /** Until it is up: what it needs may be away. */
  private async again(member: Member): Promise<void> {
    while (!this.ending) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one try after the other
        return await this.begin(member);
      } catch (error) {
        this.ownEnds.push({ member: member.client, how: firstLine(error), at: new Date().toISOString() });
        // oxlint-disable-next-line no-await-in-loop -- as above
        await delay(1_000);
      }
    }
  }
}

const firstLine = (error: unknown): string => (error as Error).message.split('\n').slice(0, 3).join(' ');

async function problem({ service }: Member): Promise<string | undefined> {
  if (!service || service.process.exitCode !== null || service.process.signalCode !== null) return 'not running';
  try {
    const answer = await fetch(`${service.api.url}/health/ready`, { signal: AbortSignal.timeout(3_000) });
    return answer.ok ? undefined : (await answer.text()).slice(0, 300);
  } catch (error) {
    return (error as Error).message;
  }
}
