import { type DataOf, type Draft, ReviewDecided } from '@throughline/contracts';
import type { Assurance, Embedder, Outcome, Showing } from '@throughline/models';
import { assuranceText } from '../src/assurance-text.ts';
import { Evidence, evidenceOf } from '../src/evidence.ts';
import { outcomeOf } from '../src/outcome-of.ts';

/** A direction for each subject: its examples are as near as can be, and unlike everything else. */
const subjects = ['parcel', 'refund', 'lawyer'];
const embedder: Embedder = {
  model: 'subjects',
  dimensions: subjects.length + 1,
  embed: async (texts) =>
    texts.map((text) => {
      const at = subjects.findIndex((subject) => text.includes(subject));
      return new Float32Array(subjects.length + 1).with(at < 0 ? subjects.length : at, 1);
    }),
};
const intent = (subject: string, highStakes = false) => ({
  id: subject,
  title: subject,
  highStakes,
  examples: Array.from({ length: 60 }, (_, i) => `${subject} ${i}`),
});
const taxonomy = {
  name: 'shop',
  intents: [intent('parcel'), intent('refund'), intent('lawyer', true)],
  outOfScope: Array.from({ length: 40 }, (_, i) => `weather ${i}`),
};
const bound = { wrong: 0.05, confidence: 0.9 };

describe('evidenceOf', () => {
  it('is nothing where no bound is stated', async () => {
    expect(await evidenceOf(taxonomy, embedder)).toBeUndefined();
  });

  it('leaves out what is taken for a high-stakes intent: that goes to a person', async () => {
    const { pooled, perIntent } = (await evidenceOf({ ...taxonomy, bound }, embedder))!.assurance;
    const showings = [pooled, ...perIntent.values()];
    // All of the others' 120 and, unless it is taken for the lawyer's, the weather's 40.
    expect([120, 160]).toContain(showings.reduce((sum, { outcomes }) => sum + outcomes, 0));
    expect(perIntent.has('lawyer')).toBe(false);
  });
});

type Decision = DataOf<typeof ReviewDecided>;
const { example } = ReviewDecided;
const quote = 'Most parcels arrive within 3 days.';
const reply: Draft = {
  kind: 'reply',
  text: `Hello Ada. ${quote}`,
  citations: [{ articleId: 'delivery', revision: 1, quote }],
  grounding: 0.9,
  writer: 'extractive',
};
const decision = (given: Partial<Decision> = {}, score = 0.4): Decision => ({
  ...example,
  draft: reply,
  triage: { ...example.triage!, score },
  ...given,
});

describe('outcomeOf', () => {
  const right = (given: Partial<Decision>) => outcomeOf(decision(given))?.right;

  it('is right where the drafted reply went out, or what was edited still holds its quotes', () => {
    expect(outcomeOf(decision())).toEqual({ intent: example.triage!.intent!.id, score: 0.4, right: true });
    expect(right({ action: 'edit', text: `Dear Ada, ${quote} Kind regards` })).toBe(true);
  });

  it('is wrong where the draft would have been a wrong reply', () => {
    expect(right({ action: 'edit', text: 'You have to ask the carrier.' })).toBe(false);
    expect(right({ action: 'write', text: 'It is on its way.' })).toBe(false);
    expect(right({ action: 'ask_back', text: 'Which order is it?' })).toBe(false);
  });

  const { triage } = decision();
  it.each<[string, Partial<Decision>]>([
    ['a reassignment', { action: 'reassign', queue: 'billing' }],
    ['an ending', { action: 'close' }],
    ['a decision on articles', { kind: 'conflict' }],
    ['a review without a draft', { draft: undefined }],
    ['what triage gave no score', { triage: { ...triage!, score: undefined } }],
    ['what is about nothing', { triage: { ...triage!, intent: null } }],
    ['a high-stakes intent', { triage: { ...triage!, intent: { ...triage!.intent!, highStakes: true } } }],
  ])('hears nothing in %s', (_what, given) => {
    expect(outcomeOf(decision(given))).toBeUndefined();
  });
});

describe('Evidence', () => {
  const threePercent = { wrong: 0.03, confidence: 0.95 };
  const examples: Outcome[] = Array.from({ length: 200 }, () => ({ intent: 'parcel', score: 0.2, right: true }));
  const decide = (evidence: Evidence, count: number, given: Partial<Decision>, score: number) => {
    for (let i = 0; i < count; i++)
      evidence.learn(decision({ reviewId: `${evidence.decisions}.${score}`, ...given }, score));
  };

  it('goes by the examples until there are as many decisions as a first look needs', () => {
    const evidence = new Evidence(threePercent, examples);
    decide(evidence, 156, {}, 0.4);
    expect(evidence.assurance.perIntent.get('parcel')).toMatchObject({ threshold: 0.2, outcomes: 200 });
    decide(evidence, 1, {}, 0.4);
    const { id } = example.triage!.intent!;
    expect(evidence.assurance.perIntent.get(id)).toMatchObject({ threshold: 0.4, outcomes: 157 });
    expect(evidence.assurance.perIntent.has('parcel')).toBe(false);
  });

  it("says once that people's decisions take over, and once that they break what was shown", () => {
    const said: string[] = [];
    const evidence = new Evidence(threePercent, examples, ({ pooled, perIntent }, by) => {
      const shown = [pooled, ...perIntent.values()].filter(({ threshold }) => threshold !== null);
      said.push(`${shown.length} by ${by}`);
    });
    const look = () => evidence.assurance;
    expect(said).toEqual(['1 by examples']);
    look();
    for (let i = 0; i < 160; i++) {
      decide(evidence, 1, {}, 0.4);
      look();
    }
    expect(said).toEqual(['1 by examples', '1 by decisions']);
    decide(evidence, 20, { action: 'write', text: 'No.' }, 0.45);
    look();
    look();
    expect(said.slice(2)).toEqual(['0 by decisions']);
  });

  it('no longer shows a bound that people found broken', () => {
    const evidence = new Evidence(threePercent, examples);
    decide(evidence, 140, {}, 0.4);
    decide(evidence, 17, { action: 'write', text: 'No.' }, 0.45);
    expect([...evidence.assurance.perIntent.values()].map(({ threshold }) => threshold)).toEqual([null]);
  });

  it('counts the last decision of a review, and the latest 2,000 only', () => {
    const evidence = new Evidence(threePercent, examples);
    evidence.learn(decision({ action: 'write', text: 'No.' }));
    evidence.learn(decision());
    expect(evidence.decisions).toBe(1);
    for (let i = 0; i < 2100; i++) evidence.learn(decision({ reviewId: `${i}` }));
    expect(evidence.decisions).toBe(2000);
  });
});

describe('assuranceText', () => {
  const told = (pooled: Partial<Showing>, perIntent: Assurance['perIntent'] = new Map()) =>
    assuranceText({
      bound: { wrong: 0.03, confidence: 0.95 },
      pooled: { threshold: 0.31, accepted: 208, wrong: 2, upper: 0.02996, outcomes: 320, ...pooled },
      perIntent,
    });

  it('says what was shown, by how many', () => {
    expect(told({})).toEqual([
      'all intents: at most 3 % wrong with 95 % confidence is shown: 2 of the 208 surest of 320 texts are wrong, so up to 3 % may be.',
    ]);
  });

  it('says why not, and that people answer', () => {
    const [few, wrong] = [
      { threshold: null, accepted: 120, wrong: 0, upper: 0.025, outcomes: 120 },
      { threshold: null, accepted: 157, wrong: 4, upper: 0.0574, outcomes: 320 },
    ];
    expect(told(few)[0]).toContain('is not shown, so people answer: it takes 157 texts at least, and there are 120.');
    expect(told(wrong)[0]).toContain(
      'people answer: 4 of the 157 surest of 320 texts are wrong, so up to 5.7 % may be.',
    );
  });

  it('tells of each intent that is judged by itself', () => {
    const own = new Map([['track', { threshold: 0.2, accepted: 157, wrong: 0, upper: 0.019, outcomes: 160 }]]);
    expect(told({}, own).map((line) => line.split(':')[0])).toEqual(['track', 'the other intents']);
  });
});
