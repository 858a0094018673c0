import { join } from 'node:path';
import { readWorkspace, type SampleTicket, type Workspace } from '../src/index.ts';

// What the demo, its report and the docs say of this workspace has to be true of it.

/** Matters on which people have to teach the knowledge base. */
const UNTAUGHT = ['gift_wrapping', 'price_match', 'tent_hire', 'old_furniture'];
const SPECIAL =
  `two-matters other-language sarcasm angry short forwarded numbers duplicate own-data others-data injection threat press privacy
  accident spam bounce auto-reply empty huge burst failed-answer broken-promise untaught vip off-topic`.split(/\s+/);

let store: Workspace;
beforeAll(async () => {
  store = await readWorkspace(join(__dirname, '../../../workspaces/demo-store'));
});

const wave = (n: number): SampleTicket[] => store.tickets.filter((message) => message.wave === n);
const ticketsIn = (messages: SampleTicket[]): number => new Set(messages.map(({ ticketId }) => ticketId)).size;
const tagged = (tag: string): SampleTicket[] => store.tickets.filter(({ tags }) => tags.includes(tag));
const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []);

/** Share of the words of two texts that they have in common, in [0, 1]. */
function likeness(a: Set<string>, b: Set<string>): number {
  const common = [...a].filter((word) => b.has(word)).length;
  return common / Math.max(1, a.size + b.size - common);
}

/** The pair of texts that are most alike, for a message that a reader can act on. */
function mostAlike(some: string[], others: string[]): { likeness: number; texts: string[] } {
  const known = others.map((text) => ({ text, words: wordsOf(text) }));
  return some
    .filter((text) => wordsOf(text).size > 3)
    .flatMap((text) =>
      known.map((other) => ({ likeness: likeness(wordsOf(text), other.words), texts: [text, other.text] })),
    )
    .reduce((a, b) => (b.likeness > a.likeness ? b : a));
}

it('is as large as the docs say', () => {
  expect(store.intents.length).toBeGreaterThanOrEqual(24);
  expect(store.articles.length).toBeGreaterThanOrEqual(45);
  expect(store.customers.filter(({ history }) => history.length > 0).length).toBeGreaterThanOrEqual(80);
  expect(ticketsIn(store.tickets)).toBeGreaterThanOrEqual(200);
  expect(new Set(store.tickets.map((message) => message.wave))).toEqual(new Set([1, 2]));
});

it('knows every customer, and says of every message what should come of it', () => {
  const known = new Set(store.customers.map(({ customerId }) => customerId));
  expect(store.tickets.filter(({ customerId, expect: wanted }) => !wanted || !known.has(customerId))).toEqual([]);
});

it('leaves four intents without an article: people teach them in wave 1, agents answer in wave 2', () => {
  expect(store.articles.filter(({ intents }) => intents.some((id) => UNTAUGHT.includes(id)))).toEqual([]);
  const decided = new Set(store.reviews.filter(({ action }) => action === 'write').map(({ ticketId }) => ticketId));
  for (const id of UNTAUGHT) {
    const about = (n: number) => wave(n).filter((message) => message.expect?.intent === id);
    expect(about(1).length).toBeGreaterThanOrEqual(2);
    expect(about(1).every((m) => m.expect?.outcome === 'human' && decided.has(m.ticketId))).toBe(true);
    expect(about(2).length).toBeGreaterThanOrEqual(5);
    expect(about(2).every((m) => m.expect?.outcome === 'agent' && m.expect.says?.length)).toBe(true);
  }
  expect(tagged('untaught').map(({ messageId }) => messageId)).toEqual(
    store.tickets.filter((m) => UNTAUGHT.includes(m.expect?.intent ?? '')).map(({ messageId }) => messageId),
  );
});

it('teaches every other intent that an agent should answer', () => {
  const taught = new Set(store.articles.flatMap(({ intents }) => intents));
  const routine = store.intents.filter(({ highStakes, id }) => !highStakes && !UNTAUGHT.includes(id));
  expect(routine.map(({ id }) => id).filter((id) => !taught.has(id))).toEqual([]);
});

it('asks in wave 2 in other words than in wave 1, and in both in other words than the taxonomy', () => {
  const text = ({ body }: SampleTicket): string => body.slice(0, 2_000);
  const examples = store.intents.flatMap((intent) => intent.examples);
  const asked = store.articles.flatMap(({ questions }) => questions);
  const [first, second] = [wave(1).map(text), wave(2).map(text)];
  expect(mostAlike(first, [...examples, ...asked]).likeness).toBeLessThan(0.55);
  expect(mostAlike(second, [...examples, ...asked]).likeness).toBeLessThan(0.55);
  // Nor is one found within a longer message: a sentence may not hold nearly all the words of an example.
  const sentences = store.tickets.flatMap((m) => [m.subject, ...text(m).split(/(?<=[.!?])\s+|\n+/)]);
  const restated = [...examples, ...asked].filter((example) => {
    const words = [...wordsOf(example)];
    const held = (sentence: Set<string>): number => words.filter((word) => sentence.has(word)).length / words.length;
    return words.length > 6 && sentences.some((sentence) => held(wordsOf(sentence)) > 0.87);
  });
  expect(restated).toEqual([]);
  // Machines repeat themselves, so they don't count.
  const people = (n: number) =>
    wave(n)
      .filter((m) => m.expect?.outcome !== 'closed')
      .map(text);
  expect(mostAlike(people(2), people(1)).likeness).toBeLessThan(0.5);
});

it('holds what real mail holds', () => {
  expect(SPECIAL.filter((tag) => tagged(tag).length === 0)).toEqual([]);
  expect(tagged('huge').every(({ body }) => Buffer.byteLength(body) >= 200 * 1024)).toBe(true);
  expect(tagged('empty').every(({ subject, body }) => `${subject}${body}`.trim() === '')).toBe(true);
  expect(
    tagged('spam')
      .concat(tagged('bounce'), tagged('auto-reply'))
      .every((m) => m.expect?.outcome === 'closed'),
  ).toBe(true);
  const bursts = Map.groupBy(tagged('burst'), ({ ticketId }) => ticketId);
  expect([...bursts.values()].every((messages) => messages.length === 3)).toBe(true);
  const injected = tagged('injection').map(({ subject, body }) => [subject, body] as const);
  expect(injected.filter(([subject]) => /ignore your rules|forget all earlier rules/i.test(subject))).toHaveLength(2);
  expect(injected.filter(([, body]) => /^> .*(?:assistant|SYSTEM)/m.test(body))).toHaveLength(3);
  expect(injected.filter(([, body]) => body.startsWith('### System'))).toHaveLength(1);
});

it('names a queue that the taxonomy or the policy has, for whatever is high-stakes', () => {
  const grave = store.intents.filter(({ highStakes }) => highStakes);
  const byIntent = store.tickets.filter((m) => grave.some(({ id }) => id === m.expect?.intent));
  expect(byIntent.filter((m) => m.expect?.outcome !== 'human' || !m.expect.queue)).toEqual([]);
  const queues = [...new Set(store.tickets.flatMap((m) => m.expect?.queue ?? []))].toSorted();
  expect(queues).toEqual(['general', 'legal', 'press', 'privacy', 'safety', 'security', 'vip']);
});
