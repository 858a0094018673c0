import { z } from 'zod';

const Text = z.string().trim().min(1);
/** Any ISO 8601 moment, with whatever offset. */
const Moment = z.string().refine((text) => /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)), {
  error: 'must be a moment like 2026-03-02T08:15:00Z',
});

/** One matter that customers write about, as `taxonomy.yaml` declares it. */
export const Intent = z.object({
  id: Text,
  title: Text,
  /** True where only a person may decide. */
  highStakes: z.boolean().default(false),
  /** The human queue for this matter. */
  queue: Text.optional(),
  /** How people put it; the classifier learns from these. */
  examples: z.array(Text).min(1),
});
/**
 * One intent with its defaults filled in. `id` is unique in the taxonomy; whether the policy has its `queue` is not
 * looked at here.
 */
export type Intent = z.infer<typeof Intent>;

const Share = z.number().refine((share) => share > 0 && share < 1, {
  error: 'must lie between 0 and 1, like 0.03 for 3 %',
});

/** How many of the replies that agents send may answer another matter, and how surely. */
export const Bound = z.object({ wrong: Share, confidence: Share.default(0.95) });
/** A bound as it was read: both are shares, between 0 and 1. */
export type Bound = z.infer<typeof Bound>;

/** `taxonomy.yaml`. */
export const TaxonomyFile = z
  .object({
    /** What the workspace is called; its folder's name if left out. */
    name: Text.optional(),
    /** Where it is stated, agents answer only what it was shown for. */
    bound: Bound.optional(),
    /** Messages about none of the intents, as many beside the examples as customers write: the bound is shown by them, too. */
    outOfScope: z.array(Text).default([]),
    intents: z.array(Intent).min(1),
  })
  .superRefine(({ bound, outOfScope, intents }, context) => {
    const wrong = (path: PropertyKey[], message: string): void => context.addIssue({ code: 'custom', path, message });
    if (bound && outOfScope.length === 0) {
      wrong(['outOfScope'], 'is missing; a bound is also shown by messages about none of the intents, so add some');
    }
    for (const [i, text] of outOfScope.entries()) {
      const intent = intents.find(({ examples }) => examples.includes(text));
      if (intent) wrong(['outOfScope', i], `is an example of '${intent.id}' too; take it out of one of them`);
    }
  });
/** `taxonomy.yaml` as it was read, with its defaults filled in. */
export type TaxonomyFile = z.infer<typeof TaxonomyFile>;

/** A sentence with one gap to fill; no other braces. */
const sentenceWith = (gap: string) =>
  Text.refine((text) => text.match(/\{[^}]*\}?/g)?.join() === gap, {
    error: `must name ${gap} once, and nothing else in braces`,
  });

const noGap = Text.refine((text) => !/[{}]/.test(text), { error: 'must have no braces: nothing is filled in here' });

/** `tone.yaml`: what a reply says around what it quotes. All of it is optional. */
export const Tone = z.object({
  /** To a customer whose first name is known. */
  greeting: sentenceWith('{firstName}').default('Hello {firstName},'),
  /** To others. */
  greetingWithoutName: noGap.default('Hello,'),
  /** Said where a person has another ticket of the customer, opened earlier. */
  otherTicket: sentenceWith('{ticketId}').default('A colleague is looking after your other ticket {ticketId}.'),
  /** The last words; may have several paragraphs. */
  closing: noGap.default('If this does not answer your question, please reply to this message.\n\nKind regards'),
});
/** A workspace's tone with what it leaves out filled in; `Tone.parse({})` is the plain one. */
export type Tone = z.infer<typeof Tone>;

/** The front matter of `kb/*.md`. */
export const ArticleHead = z.object({
  id: Text,
  title: Text,
  intents: z.array(Text).default([]),
  questions: z.array(Text).default([]),
});

/** One article of the knowledge base as it comes with the workspace. */
export interface WorkspaceArticle {
  articleId: string;
  title: string;
  /** Intents that it answers. */
  intents: string[];
  /** How people ask for it. */
  questions: string[];
  /** Markdown, with `\n` line ends. */
  body: string;
  /** Where it stands, relative to the workspace. */
  file: string;
}

/** One line of `customers.jsonl`. */
export const Customer = z.object({
  customerId: Text,
  name: Text,
  email: Text,
  phone: Text.optional(),
  tier: Text.optional(),
  locale: Text.optional(),
  since: Text.optional(),
  history: z
    .array(
      z.object({
        ticketId: Text,
        at: Moment,
        intent: Text.optional(),
        question: Text,
        answer: Text,
        answeredBy: z.enum(['agent', 'human']),
      }),
    )
    .default([]),
});
/** One customer as read: ids are unique, `history` is in the order of the file, `at` ISO 8601 with any offset. */
export type Customer = z.infer<typeof Customer>;

/** One line of `tickets.jsonl`: a message to play in, and what ought to come of it. */
export const SampleTicket = z.object({
  ticketId: Text,
  messageId: Text,
  customerId: Text,
  channel: Text,
  subject: z.string(),
  body: z.string(),
  /** What follows the body, so often: a pasted log, a picture as text. `readWorkspace` writes it out. */
  repeat: z.object({ text: z.string().min(1), times: z.int().min(1) }).optional(),
  receivedAt: Moment,
  headers: z.record(z.string(), z.string()).optional(),
  /** Messages of wave 2 are played once wave 1 is answered. */
  wave: z.int().min(1).default(1),
  /** What is special about it, for whoever looks for such messages; nothing acts on it. */
  tags: z.array(Text).default([]),
  expect: z
    .object({
      /** Null where the message is about nothing in the taxonomy. */
      intent: Text.nullable(),
      outcome: z.enum(['agent', 'human', 'closed']),
      /** Of a high-stakes message: the queue it belongs to. */
      queue: Text.optional(),
      articleId: Text.nullable().optional(),
      /** What a right answer holds, word for word: for answers from articles that don't exist yet. */
      says: z.array(Text).optional(),
    })
    .optional(),
});
/**
 * One sample message with its defaults filled in. `receivedAt` is ISO 8601 with any offset; lines that share a
 * `ticketId` are turns of one ticket.
 */
export type SampleTicket = z.infer<typeof SampleTicket>;

/** One line of `reviews.jsonl`: what a person decides when the ticket comes to them. */
export const SampleReview = z
  .object({
    ticketId: Text,
    action: z.enum(['approve', 'edit', 'write', 'close']),
    reply: Text.optional(),
  })
  .refine(({ action, reply }) => reply !== undefined || (action !== 'edit' && action !== 'write'), {
    path: ['reply'],
    error: "is missing; 'edit' and 'write' need the text to send",
  });
/** One decision, on the review of its ticket's latest turn; `reply` is there with `edit` and `write`. */
export type SampleReview = z.infer<typeof SampleReview>;

/** Everything a workspace folder holds. */
export interface Workspace {
  name: string;
  intents: Intent[];
  articles: WorkspaceArticle[];
  customers: Customer[];
  tickets: SampleTicket[];
  reviews: SampleReview[];
  tone: Tone;
  /** The text of `policy.yaml`; `libs/guardrails` reads it. */
  policySource?: string;
}

/** What triage needs of a workspace. */
export interface Taxonomy {
  name: string;
  intents: Intent[];
  /** Messages about none of the intents. */
  outOfScope: string[];
  bound?: Bound;
}
