import type { Ticket } from '@throughline/contracts';
import type { Assurance, Classification, Classifier } from '@throughline/models';
import { assess } from '../src/assess.ts';
import { triage } from '../src/triage.ts';
import { given } from './given.ts';

const intents = [
  { id: 'track', title: 'Where is my order', highStakes: false, examples: [] },
  { id: 'legal', title: 'Legal', highStakes: true, queue: 'legal', examples: [] },
];
const sure: Classification = {
  candidates: [
    { id: 'track', confidence: 0.9 },
    { id: 'legal', confidence: 0.04 },
  ],
  outOfScope: false,
  similarity: 0.8,
};
const when = (ticket: Partial<Ticket>, classification: Partial<Classification> = {}, language = 'en') =>
  triage(given(ticket), { classification: { ...sure, ...classification }, language, model: 'm' }, intents);

it('says what a message is about', () => {
  expect(when({ body: 'Where is my parcel?' })).toEqual({
    intent: { id: 'track', title: 'Where is my order', confidence: 0.9, highStakes: false },
    candidates: sure.candidates,
    outOfScope: false,
    priority: 'normal',
    sentiment: 'neutral',
    language: 'en',
    signals: [],
    model: 'm',
  });
});

it('has no intent for what is out of scope, but keeps the candidates', () => {
  expect(when({ body: 'What is the capital?' }, { outOfScope: true })).toMatchObject({
    intent: null,
    outOfScope: true,
    candidates: sure.candidates,
  });
});

it('does not guess in a language that the models do not know', () => {
  expect(when({ body: 'Wo ist mein Paket?' }, {}, 'de')).toMatchObject({
    intent: null,
    outOfScope: true,
    candidates: [],
  });
});

it('takes what is too short to tell for English', () => {
  expect(when({ body: 'order?' }, {}, 'und').intent?.id).toBe('track');
});

it('has no intent for one that the taxonomy does not hold', () => {
  expect(when({ body: 'x' }, { candidates: [{ id: 'dropped', confidence: 1 }] }).intent).toBeNull();
});

it('names the queue of a high-stakes intent, and hurries', () => {
  const found = when({ body: 'I shall see to it.' }, { candidates: [{ id: 'legal', confidence: 0.8 }] });
  expect(found).toMatchObject({ intent: { queue: 'legal', highStakes: true }, priority: 'high' });
});

it('points out a grave matter that is only the second likeliest', () => {
  const candidates = [sure.candidates[0]!, { id: 'legal', confidence: 0.31 }];
  expect(when({ body: 'x' }, { candidates }).signals).toEqual([
    { kind: 'possible_high_stakes', evidence: 'legal 0.31' },
  ]);
});

describe('the same matter again', () => {
  const entry = { ticketId: 'T-1', intent: 'track', question: 'q', answer: 'a', answeredBy: 'agent' as const };
  const history = (at: string) => ({ profile: {}, history: [{ ...entry, at }] });

  it('is a repeat within two weeks', () => {
    expect(when({ body: 'Where is it?', customer: history('2026-02-25T08:00:00Z') }).signals).toEqual([
      { kind: 'repeat_contact', evidence: 'asked in T-1 on 2026-02-25' },
    ]);
  });

  it('is a new matter later', () => {
    expect(when({ body: 'Where is it?', customer: history('2025-12-25T08:00:00Z') }).signals).toEqual([]);
  });

  describe('is a promise in view', () => {
    const answer = 'I have asked the carrier. We will ring you on Monday.';
    const told = (at: string, more = {}) => ({
      profile: {},
      history: [{ ...entry, at, answer, answeredBy: 'human' as const, ...more }],
    });
    const evidence = (ticket: Parameters<typeof when>[0]) =>
      when({ body: 'Where is it?', ...ticket }).signals.map((signal) => signal.evidence);

    it('that a person made within thirty days, in their words', () => {
      expect(evidence({ customer: told('2026-02-03T08:00:00Z') })).toEqual([
        'promised in T-1 on 2026-02-03: We will ring you on Monday.',
      ]);
      expect(evidence({ customer: told('2026-01-03T08:00:00Z') })).toEqual([]);
    });

    it('that a person made on this ticket, whatever it is about', () => {
      const thread = [{ turn: 1, from: 'human' as const, text: answer, at: '2026-02-03T08:00:00Z' }];
      expect(evidence({ thread })).toEqual(['promised here on 2026-02-03: We will ring you on Monday.']);
    });

    it.each([
      ['an article that an agent quoted', { answeredBy: 'agent' as const }],
      ['another matter', { intent: 'refund' }],
      ['an answer that promises nothing', { answer: 'The link in your e-mail shows it.' }],
    ])('and none is %s', (_, more) => {
      expect(evidence({ customer: told('2026-02-03T08:00:00Z', more) })).toEqual([]);
    });
  });
});

it.each([
  ['urgent', 'My daughter was injured by it.'],
  ['high', 'Please change the address immediately.'],
  ['high', 'This is ridiculous, I already asked twice.'],
  ['normal', 'Where is my parcel?'],
])('gives priority %s to %j', (priority, body) => {
  expect(when({ body }).priority).toBe(priority);
});

it('lets praise wait', () => {
  expect(when({ body: 'Great service, I love it.' }, { outOfScope: true }).priority).toBe('low');
});

describe('a stated bound', () => {
  const pooled = { threshold: 0.3, accepted: 157, wrong: 1, upper: 0.0299, outcomes: 200 };
  const shown = { bound: { wrong: 0.03, confidence: 0.95 }, pooled, perIntent: new Map() };
  const assuredAt = (classification: Partial<Classification>, assurance: Assurance | undefined = shown) =>
    triage(
      given({ body: 'Where is my parcel?' }),
      { classification: { ...sure, ...classification }, language: 'en', model: 'm', assurance },
      intents,
    ).assured;

  it('is told of what it was shown for', () => {
    expect([0.29, 0.3].map((score) => assuredAt({ score }))).toEqual([false, true]);
    expect(assuredAt({ score: 0.9 }, { ...shown, pooled: { ...pooled, threshold: null } })).toBe(false);
  });

  it('is not held by what is out of scope, nor by what has no score', () => {
    expect([assuredAt({ score: 0.9, outOfScope: true }), assuredAt({})]).toEqual([false, false]);
  });
});

describe('assess', () => {
  const asked: string[] = [];
  const classifier: Classifier = {
    model: 'm',
    classify: async (text) => {
      asked.push(text);
      return { ...sure, outOfScope: !text.includes('parcel') };
    },
  };
  beforeEach(() => asked.splice(0));

  it('closes machine mail without asking a model', async () => {
    const closed = await assess(given({ body: 'x', headers: { 'auto-submitted': 'auto-replied' } }), classifier, {
      intents,
    });
    expect([closed, asked]).toEqual([{ closed: { reason: 'auto_reply', note: 'auto-submitted: auto-replied' } }, []]);
  });

  it('asks about the customer’s own words', async () => {
    await assess(given({ body: 'Hi,\nwhere is my parcel?\nThanks\nAda' }), classifier, { intents });
    expect(asked).toEqual(['where is my parcel?']);
  });

  it('reads a follow-up that says nothing by itself with what came before', async () => {
    const thread = [{ turn: 1, from: 'customer' as const, text: 'Where is my parcel?', at: '2026-03-01' }];
    const found = await assess(given({ body: 'And now?', thread }), classifier, { intents });
    expect(found).toMatchObject({ triage: { intent: { id: 'track' } } });
  });
});

describe('a second matter', () => {
  const sentence = (id: string, confidence: number, scope: number, own = 0.02) => ({
    text: `These are words about ${id}.`,
    candidates: [
      { id, confidence },
      { id: 'track', confidence: own },
    ],
    scope,
  });
  const first = { text: 'Where is my parcel, please?', candidates: [{ id: 'track', confidence: 0.99 }], scope: 0.2 };
  const legal = sentence('legal', 0.95, 0.2);

  it('is told with its confidence and the sentence that gave rise to it', () => {
    expect(when({ body: 'x' }, { sentences: [first, legal] }).further).toEqual([
      { id: 'legal', title: 'Legal', confidence: 0.95, highStakes: true, queue: 'legal', text: legal.text },
    ]);
  });

  it('needs less where the customer says that there is one', () => {
    const sentences = [first, sentence('legal', 0.75, 0.1)];
    expect(when({ body: 'x' }, { sentences }).further).toBeUndefined();
    expect(when({ body: 'One thing. Also, another one.' }, { sentences }).further).toMatchObject([{ id: 'legal' }]);
  });

  it.each([
    ['is the first one again', sentence('track', 0.99, 0.3, 0.99)],
    ['is unsure', sentence('legal', 0.85, 0.2)],
    ['is near nothing', sentence('legal', 0.95, 0.1)],
    ['is about the first one as well', sentence('legal', 0.95, 0.2, 0.2)],
    ['is no sentence', { ...legal, text: 'Your terms!' }],
    ['the taxonomy does not hold', sentence('dropped', 0.99, 0.3)],
  ])('is not told where it %s', (_, other) => {
    expect(when({ body: 'x' }, { sentences: [first, other] }).further).toBeUndefined();
  });

  it('is told once, by its clearest sentence', () => {
    const clearer = { ...sentence('legal', 0.98, 0.2), text: 'A court will have to decide.' };
    const told = when({ body: 'x' }, { sentences: [first, legal, clearer, legal] }).further;
    expect(told).toMatchObject([{ id: 'legal', text: clearer.text }]);
  });

  it('is none of a message that is about nothing', () => {
    expect(when({ body: 'x' }, { sentences: [first, legal], outOfScope: true }).further).toBeUndefined();
  });
});

it('names what the message names', () => {
  expect(when({ body: 'Where is order MB204713?' }).entities).toEqual([
    { kind: 'order', value: 'MB204713', text: 'MB204713' },
  ]);
});
