import type { Actor, Citation, Draft, Ticket, TicketRef, Triage } from '@throughline/contracts';
import { alwaysHighStakes } from './built-in-rules.ts';
import type { Facts } from './fact-types.ts';
import { foreignPersonalData } from './foreign-data.ts';
import { moneyIn } from './money.ts';
import { cardNumbersIn } from './personal-data.ts';
import type { PolicyDocument } from './policy-document.ts';
import { countReplies, repliesIn } from './reply-budget.ts';
import { replyFacts } from './reply-facts.ts';

/** All that the gate looks at: one proposed reply (or none, where nobody found one) and its evidence. */
export interface GateInput extends TicketRef {
  readonly ticket: Ticket;
  readonly triage?: Triage | undefined;
  readonly draft?: Draft | undefined;
  /** Who wants to send it. A plugged-in program is an `agent`. */
  readonly author: Actor;
  /** What would be sent. */
  readonly reply?: { readonly text: string; readonly citations: readonly Citation[] } | undefined;
  /** As it is now, whatever policy version the turn began with. */
  readonly killSwitch: boolean;
  /** What is wrong with quotes, as `quoteProblems` says it; left out, they are not checked against their articles. */
  readonly quoteProblems?: ((citations: readonly Citation[]) => readonly string[]) | undefined;
}

/** What rules may name, worked out from an input. Throws only for an input that isn't of its type. */
export function factsOf(input: GateInput, policy: PolicyDocument): Facts {
  const { ticket, author, killSwitch } = input;
  const { profile, openReview } = ticket.customer;
  const replies = countReplies(
    repliesIn(input),
    input.ticketId,
    policy.limits.replyHours,
    Date.parse(ticket.receivedAt),
  );
  const amounts = moneyIn(`${ticket.subject}\n${ticket.body}`).map((m) => m.value);
  return {
    author: { kind: author.kind, id: author.id },
    killSwitch,
    thresholds: policy.thresholds,
    limits: {
      ...policy.limits,
      repeatContacts: BigInt(policy.limits.repeatContacts),
      repliesPerTicket: BigInt(policy.limits.repliesPerTicket),
      repliesPerCustomer: BigInt(policy.limits.repliesPerCustomer),
    },
    ticket: {
      turn: BigInt(input.turn),
      channel: ticket.channel,
      subject: ticket.subject,
      body: ticket.body,
      amounts,
      amount: Math.max(0, ...amounts),
      personalData: personalDataIn(input, policy),
      automaticReplies: BigInt(replies.ticket),
      openReview: openReview !== undefined,
      openReviewQueue: openReview?.queue ?? '',
    },
    triage: triageFacts(input.triage, policy),
    draft: draftFacts(input.draft),
    reply: replyFacts(input, policy),
    customer: {
      tier: profile.tier ?? '',
      vip: policy.vipTiers.includes(profile.tier ?? ''),
      locale: profile.locale ?? '',
      contacts: BigInt(contactsHere(input) + recentAnswers(input, policy.limits.repeatDays)),
      automaticReplies: BigInt(replies.customer),
    },
  };
}

/** What the message holds that is neither in the customer's own fields nor the shop's. */
function personalDataIn({ ticket }: GateInput, { allowedContacts, allowedDomains }: PolicyDocument): string[] {
  const text = `${ticket.subject}\n${ticket.body}`;
  const { profile } = ticket.customer;
  const record = Object.values(profile).join('\n');
  const owners = { record, locale: profile.locale, contacts: allowedContacts, domains: allowedDomains ?? [] };
  return [...cardNumbersIn(text), ...foreignPersonalData(text, owners)];
}

function triageFacts(triage: Triage | undefined, { highStakes, routineSignals }: PolicyDocument): Facts['triage'] {
  const intent = triage?.intent;
  const signals = triage?.signals.map((s) => s.kind) ?? [];
  const known = new Set([...alwaysHighStakes, ...Object.keys(highStakes.signals), ...routineSignals]);
  const queues = new Map(Object.entries(highStakes.intents));
  const queue = queues.get(intent?.id ?? '');
  const further = triage?.further ?? [];
  const grave = further.filter(({ id, highStakes: marked }) => marked || queues.has(id));
  return {
    present: triage !== undefined,
    intent: intent?.id ?? '',
    confidence: intent?.confidence ?? 0,
    highStakes: (intent?.highStakes ?? false) || queue !== undefined,
    queue: queue ?? intent?.queue ?? '',
    outOfScope: triage?.outOfScope ?? true,
    // Left out where no bound is stated: then there is nothing to fall short of.
    assured: triage?.assured ?? true,
    further: further.map(({ id }) => id),
    furtherHighStakes: grave.map(({ id }) => id),
    furtherQueue: grave.flatMap(({ id, queue: own }) => queues.get(id) ?? own ?? [])[0] ?? '',
    priority: triage?.priority ?? '',
    sentiment: triage?.sentiment ?? '',
    language: triage?.language ?? 'und',
    signals,
    evidence: Object.fromEntries(triage?.signals.map((s) => [s.kind, s.evidence]) ?? []),
    unlistedSignals: signals.filter((kind) => !known.has(kind)),
  };
}

function draftFacts(draft: Draft | undefined): Facts['draft'] {
  if (draft?.kind === 'reply') {
    return { kind: 'reply', grounding: draft.grounding, writer: draft.writer, missing: '', reason: '' };
  }
  if (!draft) return { kind: 'none', grounding: 0, writer: '', missing: '', reason: '' };
  return { kind: 'abstention', grounding: 0, writer: draft.writer, missing: draft.missing, reason: draft.reason };
}

/** What comes so soon after a customer's message, and before any answer, belongs to it. */
const ONE_BREATH_MS = 5 * 60_000;

/** How often the customer turned to us on this ticket: three lines in a row are one contact. */
function contactsHere({ turn, ticket: { thread, receivedAt } }: GateInput): number {
  const continued = thread.filter(({ from, at }, i) => {
    const next = thread[i + 1] ?? { from: 'customer', at: receivedAt };
    const pause = Date.parse(next.at) - Date.parse(at);
    return from === 'customer' && next.from === 'customer' && pause >= 0 && pause <= ONE_BREATH_MS;
  });
  return turn - continued.length;
}

/** Answers about the same intent in the customer's other tickets, not more than that many days before this message. */
function recentAnswers({ ticketId, ticket, triage }: GateInput, days: number): number {
  const now = Date.parse(ticket.receivedAt);
  return ticket.customer.history.filter((entry) => {
    if (entry.ticketId === ticketId || entry.intent === undefined || entry.intent !== triage?.intent?.id) return false;
    // A time that can't be read counts as recent: the careful side.
    return !(now - Date.parse(entry.at) > days * 86_400_000);
  }).length;
}
