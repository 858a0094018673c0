import { createHash } from 'node:crypto';

/** Chance that comes again: the same seed gives the same choices, in the same order. */
export class Random {
  readonly seed: string;
  private drawn = 0;

  constructor(seed: string) {
    this.seed = seed;
  }

  /** From 0 up to, but not, 1. */
  next(): number {
    return createHash('sha256').update(`${this.seed} ${this.drawn++}`).digest().readUInt32BE() / 2 ** 32;
  }

  /** From `from` up to, but not, `to`. */
  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  shuffled<T>(items: readonly T[]): T[] {
    const drawn = items.map((item) => ({ item, at: this.next() }));
    return drawn.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
  }

  /** Endless, in random order: every item comes once before any comes again. */
  *deck<T>(items: readonly T[]): Generator<T, never> {
    for (;;) yield* this.shuffled(items);
  }
}
