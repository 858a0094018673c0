/**
 * Everything that a rule may name, with its CEL type. A field that is not here is refused when the policy is parsed.
 * Texts and lists of what is unknown are empty, numbers 0, so that a rule never fails for a missing field.
 */
export const factTypes = {
  author: {
    /** `agent` or `human`; a plugged-in program is an `agent`. */
    kind: 'string',
    id: 'string',
  },
  killSwitch: 'bool',
  thresholds: { confidence: 'double', grounding: 'double' },
  limits: {
    amount: 'double',
    repeatContacts: 'int',
    repeatDays: 'double',
    repliesPerTicket: 'int',
    repliesPerCustomer: 'int',
    replyHours: 'double',
  },
  ticket: {
    turn: 'int',
    channel: 'string',
    subject: 'string',
    body: 'string',
    /** Every amount of money that the customer mentions in this message, and the largest of them. */
    amounts: 'list<double>',
    amount: 'double',
    /** Card numbers (masked), and addresses, telephone and bank account numbers that their record doesn't hold. */
    personalData: 'list<string>',
    /** Replies that agents sent to this ticket within `limits.replyHours` before this message. */
    automaticReplies: 'int',
    openReview: 'bool',
    /** The queue of the open review, or ''. */
    openReviewQueue: 'string',
  },
  triage: {
    present: 'bool',
    /** The id of the intent, '' where there is none. */
    intent: 'string',
    confidence: 'double',
    /** The taxonomy says so, or the policy. */
    highStakes: 'bool',
    /** The queue of the intent: the policy's, else the taxonomy's, else ''. */
    queue: 'string',
    outOfScope: 'bool',
    /** False where the workspace states a bound on wrong replies that was not shown for messages like this. */
    assured: 'bool',
    /** Ids of other intents that the message is about as well, and those of them that are high-stakes. */
    further: 'list<string>',
    furtherHighStakes: 'list<string>',
    /** The queue of the first of these, or ''. */
    furtherQueue: 'string',
    priority: 'string',
    sentiment: 'string',
    language: 'string',
    /** Kinds of the signals. */
    signals: 'list<string>',
    /** Kind → the words that gave rise to it. */
    evidence: 'map<string, string>',
    /** Those that the policy doesn't know. */
    unlistedSignals: 'list<string>',
  },
  draft: {
    /** `reply`, `abstention`, or `none`. */
    kind: 'string',
    grounding: 'double',
    writer: 'string',
    /** Of an abstention: what was missing, and why. */
    missing: 'string',
    reason: 'string',
  },
  reply: {
    present: 'bool',
    text: 'string',
    citations: 'int',
    /** Quotes that do not occur in the text. */
    missingQuotes: 'list<string>',
    /** What is wrong with quotes that don't stand in their article as it is now. */
    unverifiedQuotes: 'list<string>',
    /** Links, addresses, amounts, dates and order numbers that are neither in a cited quote nor in the customer's own record. */
    unsourcedLinks: 'list<string>',
    unsourcedEmails: 'list<string>',
    unsourcedAmounts: 'list<string>',
    unsourcedDates: 'list<string>',
    unsourcedReferences: 'list<string>',
    /** Links to where the policy doesn't allow; empty where it names no domains. */
    offsiteLinks: 'list<string>',
    /** E-mail addresses, telephone and bank account numbers that are neither the customer's nor the shop's. */
    foreignPersonalData: 'list<string>',
    /** Payment cards, all but the last four digits masked. */
    cardNumbers: 'list<string>',
    /** Forbidden phrases, other than in a cited quote where the policy allows that. */
    forbidden: 'list<string>',
  },
  customer: {
    tier: 'string',
    vip: 'bool',
    locale: 'string',
    /**
     * How many times they have asked about this matter, now included: turns of the ticket and recent answers. Messages of
     * the ticket less than five minutes apart, with no answer between, are one.
     */
    contacts: 'int',
    /** Replies that agents sent to this customer within `limits.replyHours` before this message. */
    automaticReplies: 'int',
  },
} as const;

interface CelTypes {
  bool: boolean;
  int: bigint;
  double: number;
  string: string;
  'list<string>': string[];
  'list<double>': number[];
  'map<string, string>': Record<string, string>;
}
type ValueOf<T> = T extends keyof CelTypes ? CelTypes[T] : { [K in keyof T]: ValueOf<T[K]> };

/** The facts of one reply: what rules are evaluated on. Shaped by {@link factTypes}; CEL's int is a bigint. */
export type Facts = ValueOf<typeof factTypes>;

/** Every path that a rule may name, e.g. `triage.intent`. */
export const factPaths: readonly string[] = Object.entries(factTypes).flatMap(([name, type]) =>
  typeof type === 'string' ? [name] : Object.keys(type).map((field) => `${name}.${field}`),
);
