import { differingUnit, type Statement, statements } from './statements.ts';

// Thresholds are cosines of the embedded models, set between pairs that contradict each other and pairs that don't
// (test/relation.it.spec.ts); docs/knowledge.md says what they let through.

/** From here on two sentences without their numbers and negations speak of the same thing. */
const SAME_MATTER = 0.895;
/** The same where both answer the same question: then they need not be worded alike. */
const SAME_MATTER_ASKED = 0.75;
/** From here on two questions are one. */
const SAME_QUESTION = 0.92;
/** Below this, two answers to one question have nothing in common. */
const UNLIKE = 0.62;
/** From here on a sentence says what another says; without its numbers, which do not differ then, it has to be nearer. */
const [SAID, SAID_BUT_FOR_NUMBERS] = [0.86, 0.93];

/** What an answer is to an article that is there. `says more`: all that the article says, and something beyond. */
export type Relation = { kind: 'same' | 'says more' | 'other' } | { kind: 'contradicts'; why: string };

/** An article, as far as another is held against it. */
export interface Answer {
  readonly questions: readonly string[];
  readonly body: string;
}

/** Cosine of two texts, in [-1, 1]. */
export type Cosine = (a: string, b: string) => number;

/** All texts whose cosines {@link relation} asks for. */
export const textsOf = ({ questions, body }: Answer): string[] => [
  ...questions,
  body,
  ...statements(body).flatMap(({ text, matter }) => [text, matter]),
];

/** Holds a new answer against an article: contradictions first, for an answer may say the same but for one number. */
export function relation(answer: Answer, article: Answer, cosine: Cosine): Relation {
  const [said, there] = [statements(answer.body), statements(article.body)];
  const asked = answer.questions.some((a) => article.questions.some((b) => cosine(a, b) >= SAME_QUESTION));
  const why = contradiction(said, there, cosine, asked ? SAME_MATTER_ASKED : SAME_MATTER);
  if (why) return { kind: 'contradicts', why };
  if (asked && cosine(answer.body, article.body) < UNLIKE) {
    return { kind: 'contradicts', why: 'Both answer the same question, and have little in common.' };
  }
  if (!covers(said, there, cosine)) return { kind: covers(there, said, cosine) ? 'same' : 'other' };
  return { kind: covers(there, said, cosine) ? 'same' : 'says more' };
}

function contradiction(
  said: readonly Statement[],
  there: readonly Statement[],
  cosine: Cosine,
  from: number,
): string | undefined {
  for (const a of said) {
    // Only the nearest: of a list of prices each is held against its own, not against its neighbours.
    const b = there.toSorted((x, y) => cosine(a.matter, y.matter) - cosine(a.matter, x.matter))[0];
    if (!b || cosine(a.matter, b.matter) < from) continue;
    const unit = differingUnit(a, b);
    const differ = unit ? 'The numbers differ' : a.negated !== b.negated ? 'One says yes, the other no' : undefined;
    if (differ) return `${differ}: '${a.text}' against '${b.text}'`;
  }
  return undefined;
}

/** Whether everything that `b` says is said in `a`. */
const covers = (a: readonly Statement[], b: readonly Statement[], cosine: Cosine): boolean =>
  b.length > 0 &&
  b.every(({ text, matter }) =>
    a.some((other) => cosine(other.text, text) >= SAID || cosine(other.matter, matter) >= SAID_BUT_FOR_NUMBERS),
  );
