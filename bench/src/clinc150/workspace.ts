import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { articleText } from '@throughline/workspace';
import { type Clinc150, examplesOf, sample } from './data.ts';

/** Which of CLINC150 a workspace is made of. */
export interface Making {
  readonly domains: readonly string[];
  /** Of each intent. */
  readonly examples: number;
  /** Messages about none of the intents. */
  readonly outOfScope: number;
  /** Of each intent; left out: all. */
  readonly perIntent?: number;
  readonly seed: number;
}

/**
 * Writes a workspace: the domains' intents with a few training texts each as examples, an article an intent, the test texts and
 * some that are out of scope as tickets, each of another customer. It has no policy of its own, so the default one holds.
 */
export function writeWorkspace(dir: string, data: Clinc150, making: Making): void {
  const ids = making.domains.flatMap((domain) => {
    const intents = data.domains[domain];
    if (!intents)
      throw new Error(`CLINC150 has no domain '${domain}': there are ${Object.keys(data.domains).join(', ')}.`);
    return intents;
  });
  mkdirSync(join(dir, 'kb'), { recursive: true });
  const intents = examplesOf(data, ids, making.examples, making.seed).map(({ id, examples }) => ({
    id,
    title: titleOf(id),
    examples,
  }));
  // JSON is YAML.
  writeFileSync(join(dir, 'taxonomy.yaml'), `${JSON.stringify({ name: 'clinc150', intents }, undefined, 2)}\n`);
  for (const id of ids) writeFileSync(join(dir, `kb/${id}.md`), articleText(articleOn(id)));
  const lines = ticketsOf(data, ids, making).map((ticket) => JSON.stringify(ticket));
  writeFileSync(join(dir, 'tickets.jsonl'), `${lines.join('\n')}\n`);
}

const words = (id: string): string => id.replaceAll('_', ' ');
const titleOf = (id: string): string => words(id).replace(/^./, (first) => first.toUpperCase());

/** The dataset has no answers: what is cited is what can be judged, not what it says. */
const articleOn = (id: string) => ({
  articleId: id,
  title: titleOf(id),
  intents: [id],
  questions: [],
  body: `This is our answer about ${words(id)}: what it is, how it works, and what you can do about your ${words(id)}.`,
});

function ticketsOf(data: Clinc150, ids: readonly string[], { perIntent, outOfScope, seed }: Making) {
  const inScope = ids.flatMap((id) => {
    const texts = data.test.filter(({ intent }) => intent === id);
    return perIntent === undefined ? texts : sample(texts, perIntent, seed);
  });
  const messages = [
    ...inScope.map(({ text, intent }) => ({ text, expect: { intent, outcome: 'agent', articleId: intent } })),
    ...sample(data.outOfScope, outOfScope, seed).map((text) => ({ text, expect: { intent: null, outcome: 'human' } })),
  ];
  const first = Date.parse('2026-01-01T08:00:00Z');
  return messages.map(({ text, expect }, i) => ({
    ticketId: `clinc-${i}`,
    messageId: `clinc-${i}`,
    customerId: `customer-${i}`,
    channel: 'chat',
    subject: '',
    body: text,
    receivedAt: new Date(first + i * 60_000).toISOString(),
    expect,
  }));
}
