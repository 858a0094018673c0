import type { PolicyDocument } from './policy-document.ts';

/** A rule before it is compiled. `when`, `evidence` and `queue` are CEL expressions. */
export interface RuleSource {
  readonly id: string;
  readonly when: string;
  readonly effect: 'review' | 'block' | 'observe';
  readonly mode: 'enforce' | 'observe';
  readonly authors: readonly ('agent' | 'human')[];
  readonly reason: string;
  readonly evidence?: string | undefined;
  readonly queue?: string | undefined;
  /** True where no policy may turn the rule off. */
  readonly floor: boolean;
}

/** Signals that always go to a person, whatever the policy says; it may give them a queue. Most serious first. */
export const alwaysHighStakes: readonly string[] = [
  'self_harm',
  'safety_incident',
  'security_incident',
  'legal_threat',
  'privacy_request',
  'press',
  'prompt_injection',
];

const agent = ['agent'] as const;
const everyone = ['agent', 'human'] as const;
const base = { mode: 'enforce', floor: false, authors: agent } as const;
const floor = { ...base, floor: true } as const;
const listed = (list: string): string => `${list}.join(", ")`;

/** One rule a signal: the policy's in its order, then those that it forgot. */
export function signalRules({ highStakes: { signals } }: PolicyDocument): RuleSource[] {
  const queues = new Map(Object.entries(signals));
  const forgotten = alwaysHighStakes.filter((kind) => !queues.has(kind));
  return [...queues.keys(), ...forgotten].map((kind) => ({
    ...floor,
    id: `signal.${kind}`,
    when: `${JSON.stringify(kind)} in triage.signals`,
    effect: 'review',
    queue: queues.has(kind) ? JSON.stringify(queues.get(kind)) : undefined,
    reason: `The message shows a sign of: ${kind.replaceAll('_', ' ')}.`,
    evidence: `triage.evidence[${JSON.stringify(kind)}]`,
  }));
}

/** What stands above a workspace's own rules. */
export const firstRules: readonly RuleSource[] = [
  {
    ...floor,
    id: 'high-stakes-intent',
    when: 'triage.highStakes',
    effect: 'review',
    queue: 'triage.queue',
    reason: 'The matter is high-stakes: a person decides.',
    evidence: 'triage.intent',
  },
  {
    ...floor,
    id: 'high-stakes-further',
    when: 'triage.furtherHighStakes.size() > 0',
    effect: 'review',
    queue: 'triage.furtherQueue',
    reason: 'The message is about a high-stakes matter as well: a person decides.',
    evidence: listed('triage.furtherHighStakes'),
  },
  {
    ...floor,
    id: 'open-review',
    when: 'ticket.openReview',
    effect: 'review',
    queue: 'ticket.openReviewQueue',
    reason: 'A person has a review of this ticket open.',
  },
];

/** What comes after them. Most serious first: what a text must not hold, what is in doubt, what is switched off. */
export const lastRules: readonly RuleSource[] = [
  {
    ...floor,
    id: 'card-number',
    authors: everyone,
    when: 'reply.cardNumbers.size() > 0',
    effect: 'block',
    reason: 'The reply holds a payment card number; take it out.',
    evidence: listed('reply.cardNumbers'),
  },
  {
    ...base,
    id: 'foreign-personal-data',
    authors: everyone,
    when: 'reply.foreignPersonalData.size() > 0',
    effect: 'block',
    reason: "The reply holds personal data that is neither this customer's nor one of the shop's allowedContacts.",
    evidence: listed('reply.foreignPersonalData'),
  },
  {
    ...base,
    id: 'offsite-link',
    authors: ['human'],
    when: 'reply.offsiteLinks.size() > 0',
    effect: 'block',
    reason: "The reply links to a place outside the policy's allowedDomains.",
    evidence: listed('reply.offsiteLinks'),
  },
  {
    ...base,
    id: 'unsourced-link',
    when: 'reply.unsourcedLinks.size() > 0',
    effect: 'block',
    reason: 'The reply holds a link that is in no cited passage.',
    evidence: listed('reply.unsourcedLinks'),
  },
  {
    ...base,
    id: 'unsourced-email',
    when: 'reply.unsourcedEmails.size() > 0',
    effect: 'block',
    reason: "The reply holds an e-mail address that is in no cited passage and not in the customer's record.",
    evidence: listed('reply.unsourcedEmails'),
  },
  {
    ...base,
    id: 'unsourced-amount',
    when: 'reply.unsourcedAmounts.size() > 0',
    effect: 'block',
    reason: "The reply names an amount of money that is in no cited passage and not in the customer's record.",
    evidence: listed('reply.unsourcedAmounts'),
  },
  {
    ...base,
    id: 'unsourced-date',
    when: 'reply.unsourcedDates.size() > 0',
    effect: 'block',
    reason: "The reply names a date that is in no cited passage and not in the customer's record.",
    evidence: listed('reply.unsourcedDates'),
  },
  {
    ...base,
    id: 'unsourced-reference',
    when: 'reply.unsourcedReferences.size() > 0',
    effect: 'block',
    reason:
      "The reply names an order or another number that is in no cited passage and not in the customer's record: it may be somebody else's.",
    evidence: listed('reply.unsourcedReferences'),
  },
  {
    ...base,
    id: 'forbidden-promise',
    when: 'reply.forbidden.size() > 0',
    effect: 'block',
    reason: 'The reply says what no agent may say.',
    evidence: listed('reply.forbidden'),
  },
  {
    ...base,
    id: 'missing-quote',
    when: 'reply.present && reply.missingQuotes.size() > 0',
    effect: 'block',
    reason: 'A cited passage does not occur in the reply.',
    evidence: listed('reply.missingQuotes'),
  },
  {
    ...base,
    id: 'unverified-quote',
    when: 'reply.present && reply.unverifiedQuotes.size() > 0',
    effect: 'block',
    reason: 'A cited passage does not stand in its article as it is now.',
    evidence: listed('reply.unverifiedQuotes'),
  },
  {
    ...base,
    id: 'uncited',
    when: 'reply.present && reply.citations == 0',
    effect: 'block',
    reason: 'The reply rests on no cited passage.',
  },
  {
    ...base,
    id: 'unlisted-signal',
    when: 'triage.unlistedSignals.size() > 0',
    effect: 'review',
    reason: 'The message shows a sign that the policy does not know (name it in highStakes.signals or routineSignals).',
    evidence: listed('triage.unlistedSignals'),
  },
  {
    ...base,
    id: 'amount-limit',
    when: 'ticket.amount > limits.amount',
    effect: 'review',
    reason: 'The customer names a larger amount of money than an agent may deal with.',
    evidence: 'shown(ticket.amount) + " > " + shown(limits.amount)',
  },
  {
    ...base,
    id: 'repeat-contact',
    when: 'customer.contacts >= limits.repeatContacts || "repeat_contact" in triage.signals',
    effect: 'review',
    reason: 'The customer has asked about this before.',
    evidence: '"contact " + string(customer.contacts)',
  },
  {
    ...base,
    id: 'reply-budget',
    when: 'ticket.automaticReplies >= limits.repliesPerTicket || customer.automaticReplies >= limits.repliesPerCustomer',
    effect: 'review',
    reason: 'Agents have sent as many replies as they may, to this ticket or to this customer.',
    evidence:
      '"ticket " + string(ticket.automaticReplies) + ", customer " + string(customer.automaticReplies) + " within " + shown(limits.replyHours) + " h"',
  },
  {
    ...base,
    id: 'vip',
    mode: 'observe',
    when: 'customer.vip',
    effect: 'review',
    reason: 'The customer is a VIP.',
    evidence: 'customer.tier',
  },
  {
    ...base,
    id: 'message-personal-data',
    mode: 'observe',
    when: 'ticket.personalData.size() > 0',
    effect: 'review',
    reason: "The message holds personal data that is not in the customer's record.",
    evidence: listed('ticket.personalData'),
  },
  {
    ...floor,
    id: 'out-of-scope',
    when: 'triage.outOfScope || triage.intent == ""',
    effect: 'review',
    reason: 'The message is about nothing in the taxonomy.',
  },
  {
    ...base,
    id: 'language-unknown',
    when: 'triage.language == "und"',
    effect: 'review',
    reason: 'The language of the message could not be told.',
  },
  {
    ...base,
    id: 'confidence',
    // Negated, so that a number that is none (NaN) fires too.
    when: 'triage.intent != "" && !(triage.confidence >= thresholds.confidence)',
    effect: 'review',
    reason: 'Triage is not sure enough what the message is about.',
    evidence: 'shown(triage.confidence) + " < " + shown(thresholds.confidence)',
  },
  {
    ...base,
    id: 'not-assured',
    when: 'triage.intent != "" && !triage.assured',
    effect: 'review',
    reason: "It was not shown that the workspace's bound on wrong replies holds for messages like this.",
    evidence: 'triage.intent',
  },
  {
    ...floor,
    id: 'abstention',
    when: 'draft.kind == "abstention" && !reply.present',
    effect: 'review',
    reason: 'The drafter found no answer.',
    evidence: 'draft.missing',
  },
  {
    ...floor,
    id: 'nothing-to-send',
    authors: everyone,
    when: '!reply.present && (author.kind == "human" || draft.kind != "abstention")',
    effect: 'block',
    reason: 'There is no text to send; write one.',
  },
  {
    ...base,
    id: 'grounding',
    when: 'draft.kind != "abstention" && !(draft.grounding >= thresholds.grounding)',
    effect: 'review',
    reason: 'The drafter is not sure enough.',
    evidence: 'shown(draft.grounding) + " < " + shown(thresholds.grounding)',
  },
  {
    ...floor,
    id: 'kill-switch',
    when: 'killSwitch',
    effect: 'review',
    reason: 'The kill switch is on: agents send nothing.',
  },
];

/** The library's own rules that a policy may name under `builtIn`, by id. */
export const builtInRules: ReadonlyMap<string, RuleSource> = new Map(
  [...firstRules, ...lastRules].map((rule) => [rule.id, rule]),
);
