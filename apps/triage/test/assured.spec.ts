import type { Assurance, Embedder, Showing } from '@throughline/models';
import { assuranceText } from '../src/assurance-text.ts';
import { assuranceOf } from '../src/assured.ts';

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

describe('assuranceOf', () => {
  it('is nothing where no bound is stated', async () => {
    expect(await assuranceOf(taxonomy, embedder)).toBeUndefined();
  });

  it('leaves out what is taken for a high-stakes intent: that goes to a person', async () => {
    const { pooled, perIntent } = (await assuranceOf({ ...taxonomy, bound }, embedder))!;
    const showings = [pooled, ...perIntent.values()];
    // All of the others' 120 and, unless it is taken for the lawyer's, the weather's 40.
    expect([120, 160]).toContain(showings.reduce((sum, { outcomes }) => sum + outcomes, 0));
    expect(perIntent.has('lawyer')).toBe(false);
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
