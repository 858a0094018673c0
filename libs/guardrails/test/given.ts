import { type Citation, type Draft, ReplyDrafted, type Ticket, type Triage } from '@throughline/contracts';
import { runInNewContext } from 'node:vm';
import { type GateInput, parsePolicy, type Policy } from '../src/index.ts';

// The contracts' example story: a parcel, a confident triage, a cited reply. Tests change one thing of it.
const { ticket, triage, draft, ...ref } = ReplyDrafted.example;
if (draft.kind !== 'reply') throw new Error('The example is a reply.');
const drafted = draft;

export const bot = { kind: 'agent', id: 'drafter' } as const;
export const maria = { kind: 'human', id: 'maria' } as const;

export const shop = parsePolicy(`
humanQueues: { default: general, others: [legal, vip, safety] }
highStakes: { signals: { safety_incident: safety, legal_threat: legal } }
allowedDomains: [shop.example]
allowedContacts: [help@shop.example, +353 20 911 0140]
forbidden: [{ phrase: guarantee }, { phrase: legal advice, unlessCited: false }]
`);

export const policyWith = (yaml: string): Policy => parsePolicy(yaml);

interface Changes {
  ticket?: Partial<Ticket>;
  customer?: Partial<Ticket['customer']>;
  triage?: Partial<Triage>;
  intent?: Partial<NonNullable<Triage['intent']>>;
  draft?: Draft;
  grounding?: number;
  input?: Partial<GateInput>;
}

/** An agent's reply that every policy here lets out, but for the changes. */
export function agentReply(changes: Changes = {}): GateInput {
  const proposed = changes.draft ?? { ...drafted, grounding: changes.grounding ?? drafted.grounding };
  return {
    ...ref,
    ticket: { ...ticket, ...changes.ticket, customer: { ...ticket.customer, ...changes.customer } },
    triage: { ...triage, intent: { ...triage.intent!, ...changes.intent }, ...changes.triage },
    draft: proposed,
    author: bot,
    reply: proposed.kind === 'reply' ? proposed : undefined,
    killSwitch: false,
    ...changes.input,
  };
}

/** An agent's reply with that text, resting on these quotes. */
export const saying = (text: string, quotes: string[] = [text], changes: Changes = {}): GateInput =>
  agentReply({ ...changes, draft: { ...drafted, text, citations: quotes.map(cite) } });

/** A person's reply to the same ticket. */
export const personSaying = (text: string, changes: Changes = {}): GateInput =>
  agentReply({ ...changes, input: { author: maria, reply: { text, citations: [] }, ...changes.input } });

export const abstention: Draft = {
  kind: 'abstention',
  missing: 'No article tells how to wrap gifts.',
  reason: 'no_passage',
  closest: [],
  writer: 'extractive',
};

const cite = (quote: string): Citation => ({ articleId: 'a', revision: 1, quote });

/** What `work` gives; it is broken off where it has no end in sight, as no timeout of Jest's can break off a loop. */
export const endsOf = <T>(work: () => T): T => runInNewContext('work()', { work }, { timeout: 30_000 }) as T;
