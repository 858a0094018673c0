import { z } from 'zod';

/** ISO 8601 instant in UTC. */
export const Instant = z.iso.datetime();

/** What every ticket event says first: which customer, which ticket, which turn. Kept flat, at the top of the data. */
export const TicketRef = z.object({
  ticketId: z.string().min(1).max(200),
  customerId: z.string().min(1).max(200),
  /** 1 for the ticket's first customer message, +1 for each later one. */
  turn: z.int().min(1),
});
export type TicketRef = z.infer<typeof TicketRef>;

/** Who a customer is, as far as agents may know. */
export const Profile = z.object({
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  tier: z.string().optional(),
  locale: z.string().optional(),
  since: z.string().optional(),
});
export type Profile = z.infer<typeof Profile>;

/** Something this customer asked earlier, and what was answered. */
export const HistoryEntry = z.object({
  ticketId: z.string(),
  turn: z.int().optional(),
  at: z.string(),
  intent: z.string().optional(),
  question: z.string(),
  answer: z.string(),
  answeredBy: z.enum(['agent', 'human']),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** What every agent may know of the customer. `history` is oldest first, bounded by intake. */
export const CustomerContext = z.object({
  profile: Profile,
  history: z.array(HistoryEntry),
  /** The review that a person has open on this ticket, if any. */
  openReview: z.object({ reviewId: z.string(), queue: z.string() }).optional(),
});
export type CustomerContext = z.infer<typeof CustomerContext>;

/** An earlier message of this ticket: what the customer wrote in earlier turns and what was replied. Oldest first. */
export const ThreadMessage = z.object({
  turn: z.int().min(1),
  from: z.enum(['customer', 'agent', 'human']),
  text: z.string(),
  at: z.string(),
});
export type ThreadMessage = z.infer<typeof ThreadMessage>;

/** The customer's message of this turn with all that the next steps need. */
export const Ticket = z.object({
  messageId: z.string(),
  channel: z.string(),
  subject: z.string(),
  body: z.string(),
  receivedAt: z.string(),
  /** Transport headers that tell a machine from a person, lower-case names, e.g. `auto-submitted`. */
  headers: z.record(z.string(), z.string()).optional(),
  thread: z.array(ThreadMessage),
  customer: CustomerContext,
});
export type Ticket = z.infer<typeof Ticket>;

/** Something in the text that asks for care, with the words that gave rise to it. `kind` is an open list, e.g. `legal_threat`. */
export const Signal = z.object({ kind: z.string(), evidence: z.string() });
export type Signal = z.infer<typeof Signal>;

/** What triage found. Confidences are calibrated probabilities in [0, 1]. */
export const Triage = z.object({
  /** Null when the message is about nothing in the taxonomy, or in a language that the models don't speak. */
  intent: z
    .object({
      id: z.string(),
      title: z.string(),
      confidence: z.number().min(0).max(1),
      highStakes: z.boolean(),
      queue: z.string().optional(),
    })
    .nullable(),
  /** The likeliest intents, best first. */
  candidates: z.array(z.object({ id: z.string(), confidence: z.number().min(0).max(1) })),
  outOfScope: z.boolean(),
  priority: z.enum(['low', 'normal', 'high', 'urgent']),
  sentiment: z.enum(['negative', 'neutral', 'positive']),
  /** ISO 639-1, or `und` where it could not be told. */
  language: z.string(),
  signals: z.array(Signal),
  /** Which classifier said so, e.g. `ensemble/bge-small-en-v1.5`. */
  model: z.string(),
});
export type Triage = z.infer<typeof Triage>;

/** A passage that a reply rests on. `quote` occurs word for word in that revision of the article. */
export const Citation = z.object({
  articleId: z.string(),
  revision: z.int().min(1),
  quote: z.string().min(1),
});
export type Citation = z.infer<typeof Citation>;

/** The drafter's proposal: a reply with its evidence, or an abstention that says what was missing. */
export const Draft = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reply'),
    text: z.string().min(1),
    citations: z.array(Citation).min(1),
    /** How well the cited passages hold the answer to this message, in [0, 1]. */
    grounding: z.number().min(0).max(1),
    /** Which writer made it, e.g. `extractive`. */
    writer: z.string(),
  }),
  z.object({
    kind: z.literal('abstention'),
    /** Why there is no reply, and what would have been needed. */
    missing: z.string(),
    /** `no_passage`: the knowledge base holds no answer; `already_failed`: it holds only what this customer was told before. */
    reason: z.enum(['no_passage', 'already_failed', 'unsupported']),
    /** The nearest articles, best first, for the person who takes over. */
    closest: z.array(z.object({ articleId: z.string(), score: z.number() })),
    writer: z.string(),
  }),
]);
export type Draft = z.infer<typeof Draft>;

/** Who did something: an agent by its service's name, a person by their id. */
export const Actor = z.object({ kind: z.enum(['agent', 'human']), id: z.string().min(1) });
export type Actor = z.infer<typeof Actor>;

/** A rule of the guardrail policy that fired, and what it does: only `review` and `block` change the route. */
export const FiredRule = z.object({
  id: z.string(),
  effect: z.enum(['review', 'block', 'observe']),
  reason: z.string(),
  evidence: z.string().optional(),
});
export type FiredRule = z.infer<typeof FiredRule>;

/** A reply on its way to the customer. A `question` asks back and resolves nothing. */
export const Reply = z.object({
  text: z.string().min(1),
  kind: z.enum(['answer', 'question']),
  author: Actor,
  citations: z.array(Citation),
  /** The review that a person's reply came from, and what the person did with the draft. */
  review: z.object({ reviewId: z.string(), action: z.enum(['approve', 'edit', 'write', 'ask_back']) }).optional(),
});
export type Reply = z.infer<typeof Reply>;
