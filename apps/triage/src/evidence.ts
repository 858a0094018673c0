import type { DataOf, ReviewDecided } from '@throughline/contracts';
import {
  type Assurance,
  assure,
  type Bound,
  type Embedder,
  needed,
  type Outcome,
  type Showing,
  unseenOutcomes,
} from '@throughline/models';
import type { Taxonomy } from '@throughline/workspace';
import { outcomeOf } from './outcome-of.ts';

/** What was decided before many other things says little of how triage does now. */
const LATEST = 2000;
/** As many as the first look forgives. */
const FORGIVEN = 1;

/**
 * What a workspace's bound is shown by: its examples, and from as many on as the first look needs, people's decisions
 * instead. Not both: examples are easier than what customers write, and many of them would cover up what people found.
 */
export class Evidence {
  readonly #decisions = new Map<string, Outcome>();
  #assurance: Assurance | undefined;
  #said: string | undefined;

  /** `onChange` hears when something else shows the bound than before, or it is shown for other intents. */
  constructor(
    private readonly bound: Bound,
    private readonly examples: readonly Outcome[],
    private readonly onChange: (found: Assurance, by: Evidence['shownBy']) => void = () => undefined,
  ) {
    // Now, and not with the first ticket: whoever starts it is told, and no customer waits for it.
    this.#assurance = this.#look();
  }

  /** What the bound is shown by, or would be. */
  get shownBy(): 'examples' | 'decisions' {
    return this.#decisions.size >= needed(FORGIVEN, this.bound) ? 'decisions' : 'examples';
  }

  /** How many decisions count, the latest 2,000 at most. */
  get decisions(): number {
    return this.#decisions.size;
  }

  /** Whether, and from which score on, the bound is shown by what is known now. */
  get assurance(): Assurance {
    return (this.#assurance ??= this.#look());
  }

  /** Counts a decision, the last one of a review only; some say nothing of the intent. */
  learn(decision: DataOf<typeof ReviewDecided>): void {
    const outcome = outcomeOf(decision);
    if (!outcome) return;
    this.#decisions.delete(decision.reviewId);
    this.#decisions.set(decision.reviewId, outcome);
    const [oldest] = this.#decisions.keys();
    if (this.#decisions.size > LATEST) this.#decisions.delete(oldest!);
    this.#assurance = undefined;
  }

  #look(): Assurance {
    const by = this.shownBy;
    const found = assure(by === 'decisions' ? [...this.#decisions.values()] : this.examples, this.bound);
    const answered = showings(found).filter(([, { threshold }]) => threshold !== null);
    const said = JSON.stringify([by, answered.map(([intent]) => intent)]);
    if (said !== this.#said) this.onChange(found, by);
    this.#said = said;
    return found;
  }
}

/** What was found, by intent; undefined stands for those that are pooled. */
export const showings = ({ pooled, perIntent }: Assurance): (readonly [string | undefined, Showing])[] => [
  [undefined, pooled],
  ...perIntent,
];

/**
 * The evidence that a taxonomy brings along: its examples and what it says is out of scope; undefined where it states no bound.
 * What is taken for a high-stakes intent goes to a person, so it can't be answered wrongly.
 */
export async function evidenceOf(
  { intents, outOfScope, bound }: Taxonomy,
  embedder: Embedder,
  onChange?: ConstructorParameters<typeof Evidence>[2],
): Promise<Evidence | undefined> {
  if (!bound) return undefined;
  const grave = new Set(intents.filter(({ highStakes }) => highStakes).map(({ id }) => id));
  const outcomes = await unseenOutcomes(embedder, intents, outOfScope);
  return new Evidence(
    bound,
    outcomes.filter(({ intent }) => !grave.has(intent)),
    onChange,
  );
}
