import { setTimeout as delay } from 'node:timers/promises';
import {
  existingTopics,
  type Grounds,
  type KafkaOptions,
  type Letter,
  type LetterBox,
  LetterSettler,
  openLetters,
  placeText,
  readSettlements,
  recordAt,
  redriven,
  type Settlement,
  type Settling,
} from '@throughline/messaging';
import { LetterSettled, type Place, retryTopic } from '@throughline/contracts';
import { type Filter, isAt, matches } from './filter.ts';
import { progress } from '../output/progress.ts';
import { letters } from './table.ts';

/** What is done with letters. */
export type Action = 'redrive' | 'drop';

export interface SettleOptions {
  readonly action: Action;
  readonly filter: Filter;
  readonly grounds: Grounds;
  /** Find out what would happen, and change nothing. */
  readonly dryRun?: boolean;
  /** Settled letters too. */
  readonly again?: boolean;
  /** Letters a second at most. */
  readonly rate?: number | undefined;
  /** Letters at most. */
  readonly limit?: number | undefined;
  /** Aborted: what is under way is finished, no more is begun. */
  readonly signal?: AbortSignal;
}

/** What came of it. */
export interface Outcome {
  readonly action: Action;
  readonly dryRun: boolean;
  readonly settled: number;
  /** How many, by the topic that they went to, or lie in when they are dropped. */
  readonly topics: Readonly<Record<string, number>>;
  /** Letters that were asked for and stay as they are; the first hundred. */
  readonly refused: readonly { place: string; reason: string }[];
  readonly refusals: number;
  readonly interrupted: boolean;
}

/** Letters of one transaction at most, and their bytes. Less with a rate, so that it is kept second by second. */
const most = { letters: 200, bytes: 600_000 };

/** How long to wait before the next of `rate` a second, in ms, where `done` took `elapsedMs`. */
export const waitMs = (done: number, rate: number | undefined, elapsedMs: number): number =>
  rate === undefined ? 0 : Math.max(0, (done / rate) * 1_000 - elapsedMs);

/**
 * `dlq redrive`, `dlq drop`: reads the letters once and settles them as it goes, oldest first in each topic.
 * @throws where Kafka fails; what was settled until then stays so
 */
export async function settleLetters(kafka: KafkaOptions, options: SettleOptions): Promise<Outcome> {
  const { filter, grounds, dryRun = false } = options;
  await requireTopic(kafka);
  const box = await openLetters(kafka, filter);
  const settler = new LetterSettler(kafka, grounds);
  try {
    // First, so that nobody settles a letter between our reading that it is open and our doing so.
    if (!dryRun) await settler.open();
    return await new Run(kafka, options, settler).through(box);
  } finally {
    if (!dryRun) await settler.close();
  }
}

async function requireTopic(kafka: KafkaOptions): Promise<void> {
  if ((await existingTopics(kafka)).has(LetterSettled.topic)) return;
  throw new Error(`The cluster has no topic ${LetterSettled.topic}: run \`npx throughline topics apply\`.`);
}

class Run {
  private readonly refused: { place: string; reason: string }[] = [];
  private refusals = 0;
  private readonly topics: Record<string, number> = {};
  private batch: Settling[] = [];
  private bytes = 0;
  private taken = 0;
  private settled = 0;
  private readonly started = Date.now();
  private retryTopics = new Set<string>();

  constructor(
    private readonly kafka: KafkaOptions,
    private readonly options: SettleOptions,
    private readonly settler: LetterSettler,
  ) {}

  async through(box: LetterBox): Promise<Outcome> {
    const { action, filter, dryRun = false, again = false, limit = Infinity, signal } = this.options;
    this.retryTopics = await existingTopics(this.kafka);
    const settlements = await readSettlements(this.kafka, filter.since);
    const bar = progress('read', box.total);
    const unseen = new Set(filter.places);
    try {
      await box.read(async (letter, record) => {
        bar.step();
        if (signal?.aborted || this.taken >= limit) return false;
        if (!matches(filter, letter)) return true;
        for (const place of unseen) if (isAt(letter, place)) unseen.delete(place);
        const before = settlements.get(placeText(letter.place));
        if (before && !again) this.settledAlready(letter, before);
        else await this.take({ letter, record });
        bar.say(`read · ${this.taken} to ${action}, ${this.settled} done`);
        return true;
      });
      if (!signal?.aborted) await this.flush();
      if (!signal?.aborted && this.taken < limit) {
        for (const place of unseen) this.refuse(place, 'there is no such letter');
      }
    } finally {
      bar.stop();
    }
    const { refused, refusals, topics, settled } = this;
    const interrupted = signal?.aborted ?? false;
    return { action, dryRun, settled, topics, refused, refusals, interrupted };
  }

  /** A filter means open letters; who names a place means that letter. */
  private settledAlready(letter: Letter, { action, by, at }: Settlement): void {
    const named = (this.options.filter.places ?? []).some((place) => placeText(place) === placeText(letter.place));
    if (named) this.refuse(letter.place, `it was ${action} by ${by} at ${at}: --again settles it once more`);
  }

  private refuse(place: Place, reason: string): void {
    this.refusals++;
    if (this.refused.length < 100) this.refused.push({ place: placeText(place), reason });
  }

  private async take(settling: Settling): Promise<void> {
    const { letter, record } = settling;
    let ready = settling;
    if (this.options.action === 'redrive') {
      const topic = retryTopic(letter.topic, letter.service);
      if (!this.retryTopics.has(topic)) {
        this.refuse(letter.place, `its service has no topic ${topic}: run \`npx throughline topics apply\``);
        return;
      }
      const result = await redriven(letter, record, (place) => recordAt(this.kafka, place));
      if ('refused' in result) {
        this.refuse(letter.place, result.refused);
        return;
      }
      ready = { ...settling, send: result.record };
    }
    this.taken++;
    this.batch.push(ready);
    this.bytes += ready.send?.value?.length ?? 0;
    const full = Math.min(most.letters, Math.max(1, Math.floor(this.options.rate ?? Infinity)));
    if (this.batch.length >= full || this.bytes >= most.bytes) await this.flush();
  }

  private async flush(): Promise<void> {
    const { batch } = this;
    const { dryRun, rate, signal } = this.options;
    [this.batch, this.bytes] = [[], 0];
    if (batch.length === 0) return;
    if (!dryRun) {
      await delay(waitMs(this.settled, rate, Date.now() - this.started), undefined, { signal }).catch(() => undefined);
      if (signal?.aborted) return;
      try {
        await this.settler.settle(batch);
      } catch (error) {
        const { message } = error as Error;
        throw new Error(`${message} Settled before that: ${letters(this.settled)}.`, { cause: error });
      }
    }
    this.settled += batch.length;
    for (const { letter, send } of batch) {
      const topic = send?.topic ?? letter.place.topic;
      this.topics[topic] = (this.topics[topic] ?? 0) + 1;
    }
  }
}
