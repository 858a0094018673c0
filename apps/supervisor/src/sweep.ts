import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { plan, type Step } from '@throughline/contracts';
import { KafkaStrategy } from '@throughline/messaging';
import { CONFIG, type ConfigOf, sweepEvery } from '@throughline/platform';
import type { Config } from './config.ts';
import { overdue, scaled } from './overdue.ts';
import { type OpenTurn, TurnStore } from './turn.store.ts';

/** Holds open turns against the plan, again and again. */
@Injectable()
export class Sweep implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly plan: readonly Step[];
  private readonly log = new Logger('sweep');
  private timer: NodeJS.Timeout | undefined;
  private listeningSince: number | undefined;

  constructor(
    private readonly turns: TurnStore,
    private readonly messaging: KafkaStrategy,
    @Inject(CONFIG) private readonly config: ConfigOf<typeof Config>,
  ) {
    this.plan = scaled(plan, config.PLAN_SCALE);
  }

  onApplicationBootstrap(): void {
    this.timer = sweepEvery(this.config.SWEEP_MS, this.log, () => this.tick());
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Escalates what is overdue at `now` for a supervisor that listens since then. */
  async run(now: Date, listeningSince: number): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- few, and in no hurry
    for (const { turn, step } of await this.overdue(now, listeningSince)) await this.escalate(turn, step, now);
  }

  /** What is overdue and not escalated yet. Nothing, as long as nothing is heard. */
  async overdue(
    now: Date,
    listeningSince = this.listeningSince ?? now.getTime(),
  ): Promise<{ turn: OpenTurn; step: Step }[]> {
    return (await this.turns.open()).flatMap((turn) => {
      const step = overdue(turn.seen, this.plan, now.getTime(), listeningSince);
      return step ? [{ turn, step }] : [];
    });
  }

  private async escalate(turn: OpenTurn, step: Step, now: Date): Promise<void> {
    // The newer message goes its own way with the older one in its thread: one person for both is enough.
    if (await this.turns.isOvertaken(turn)) return this.turns.done(turn, now);
    return this.turns.escalate(turn, step, `${step.owner} did not finish within ${step.withinSeconds} s`, now);
  }

  private async tick(): Promise<void> {
    const now = new Date();
    // While Kafka is away nobody can be heard: the time begins anew when it is back.
    this.listeningSince = this.messaging.health().ready ? (this.listeningSince ?? now.getTime()) : undefined;
    if (this.listeningSince !== undefined) await this.run(now, this.listeningSince);
  }
}
