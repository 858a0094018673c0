import { moneyIn } from '@throughline/guardrails';
import { sentences, term, words } from '@throughline/models';

/** A number with what it counts: `{ unit: 'day', value: 14 }` for 'two weeks', `{ unit: 'EUR', value: 12 }` for '€12'. */
export interface Quantity {
  readonly unit: string;
  readonly value: number;
}

/** A sentence of an answer, taken apart: what it speaks of, and what it says of that. */
export interface Statement {
  readonly text: string;
  /** The sentence without its numbers and negations: two that contradict each other are alike in it. */
  readonly matter: string;
  readonly quantities: readonly Quantity[];
  readonly negated: boolean;
}

const NUMERALS =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const TENS: Record<string, number> = { thirty: 30, forty: 40, fifty: 50, sixty: 60, ninety: 90, hundred: 100 };
const ONE = `\\d+(?:[.,]\\d+)*|${[...NUMERALS, ...Object.keys(TENS)].join('|')}`;
const COUNTED = new RegExp(
  `(?<![\\p{L}\\p{N}])(${ONE})(?:\\s?(?:-|–|to|or)\\s?(${ONE}))?(?:[\\s-](?:working|business|calendar|full|more))*[\\s-]?(%|\\p{L}+)`,
  'giu',
);
const NEGATIONS = /\b(?:not|no|never|cannot|unable|impossible|\p{L}+n['’]t)\b/giu;

/** What weeks and years are counted in. */
const AS: Record<string, readonly [unit: string, times: number]> = {
  week: ['dai', 7],
  fortnight: ['dai', 14],
  year: ['month', 12],
  percent: ['%', 1],
};

export const statements = (body: string): Statement[] =>
  sentences(body.replace(/^#{1,6}\s.*$/gm, '')).map((text) => ({
    text,
    matter: text.replace(NEGATIONS, ' ').replace(COUNTED, ' some $3').replace(/\s+/g, ' ').trim(),
    quantities: quantitiesIn(text),
    negated: (text.match(NEGATIONS) ?? []).length % 2 === 1,
  }));

/** The numbers of a sentence with their units; of a range both ends. */
export function quantitiesIn(text: string): Quantity[] {
  const money = moneyIn(text);
  const rest = money.reduce((left, { raw }) => left.replace(raw, ' '), text);
  const counted = [...rest.matchAll(COUNTED)].flatMap(([, from = '', to, what = '']) => {
    const stem = what === '%' ? what : (term(words(what)[0] ?? '') ?? '');
    const [unit, times] = AS[stem] ?? [stem, 1];
    return [from, ...(to ? [to] : [])].map((number) => ({ unit, value: valueOf(number) * times }));
  });
  return [...money.map(({ currency, value }) => ({ unit: currency, value })), ...counted].filter(({ unit }) => unit);
}

function valueOf(number: string): number {
  const word = number.toLowerCase();
  const numeral = NUMERALS.indexOf(word);
  return TENS[word] ?? (numeral >= 0 ? numeral + 1 : Number(word.replace(',', '.')));
}

/** The unit in which both give numbers and agree on none; undefined where there is no such unit. */
export function differingUnit(a: Statement, b: Statement): string | undefined {
  const valuesOf = ({ quantities }: Statement): Map<string, Set<number>> =>
    quantities.reduce(
      (units, { unit, value }) => units.set(unit, (units.get(unit) ?? new Set()).add(value)),
      new Map<string, Set<number>>(),
    );
  const others = valuesOf(b);
  return [...valuesOf(a)].find(([unit, values]) => others.get(unit)?.isDisjointFrom(values))?.[0];
}
