import { z } from 'zod';

// Parts of the events' data. `title` names a part in every schema and page made from it; what stands in `describe` is what
// programmers of other systems read.

/** ISO 8601 instant in UTC. */
export const Instant = z.iso.datetime();

/** What every ticket event says first: which customer, which ticket, which turn. Kept flat, at the top of the data. */
export const TicketRef = z.object({
  ticketId: z.string().min(1).max(200).describe('The ticket: one conversation with one customer about one matter.'),
  customerId: z.string().min(1).max(200).describe('The customer; also the key of the record.'),
  turn: z.int().min(1).describe("1 for the ticket's first customer message, +1 for each later one."),
});
/** Names one turn of one ticket; the three fields that the data of every ticket event begins with. */
export type TicketRef = z.infer<typeof TicketRef>;

/** Who a customer is, as far as agents may know. */
export const Profile = z
  .object({
    name: z.string().optional().describe('How to address the customer.'),
    email: z.string().optional().describe('E-mail address.'),
    phone: z.string().optional().describe('Telephone number.'),
    tier: z.string().optional().describe('What kind of customer, in the words of the workspace, e.g. `vip`.'),
    locale: z.string().optional().describe('Language and region, e.g. `en-GB`.'),
    since: z.string().optional().describe('Since when they are a customer.'),
  })
  .meta({ title: 'Profile', description: 'Who a customer is, as far as agents may know.' });
/** What is known of a customer, as sent: no field has to be there, and none is checked for its form. */
export type Profile = z.infer<typeof Profile>;

/** Something this customer asked earlier, and what was answered. */
export const HistoryEntry = z
  .object({
    ticketId: z.string().describe('The earlier ticket.'),
    turn: z.int().optional().describe('Its turn.'),
    at: z.string().describe('When it was answered.'),
    intent: z.string().optional().describe("What it was about: an intent's id."),
    question: z.string().describe("The customer's words."),
    answer: z.string().describe('What was answered.'),
    answeredBy: z.enum(['agent', 'human']).describe('Who answered.'),
  })
  .meta({ title: 'HistoryEntry', description: 'Something this customer asked earlier, and what was answered.' });
/** One earlier answer to this customer. `at` is ISO 8601; intake cuts question and answer at 4,000 characters. */
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** Another ticket of the customer that matters for this one. */
export const OtherTicket = z
  .object({
    ticketId: z.string().describe('The other ticket.'),
    at: z.string().describe('When its latest message came.'),
    withPerson: z.boolean().describe('A person has it in a queue.'),
    sameMessage: z.boolean().describe('Its latest message says word for word the same, and came shortly before.'),
  })
  .meta({ title: 'OtherTicket', description: 'Another ticket of the customer that matters for this one.' });
/** A ticket that the customer opened earlier: one that a person has not answered yet, or one that says the same. `at` is ISO 8601. */
export type OtherTicket = z.infer<typeof OtherTicket>;

/** What every agent may know of the customer. `history` is oldest first, bounded by intake. */
export const CustomerContext = z
  .object({
    profile: Profile,
    history: z.array(HistoryEntry).describe('Oldest first; the latest ones only.'),
    openReview: z
      .object({
        reviewId: z.string().describe('The review.'),
        queue: z.string().describe('The queue that it lies in.'),
      })
      .optional()
      .describe('The review that a person has open on this ticket, if any.'),
    otherTickets: z
      .array(OtherTicket)
      .optional()
      .describe(
        'Other tickets that a person has not answered yet or that say the same, latest first; left out where there are none.',
      ),
  })
  .meta({ title: 'CustomerContext', description: 'What every agent may know of the customer.' });
/**
 * The customer as of the moment the turn was opened. Intake gives at most the 20 latest answers; without an open review
 * `openReview` is absent, never null; without others that matter, so is `otherTickets`. They are five at most.
 */
export type CustomerContext = z.infer<typeof CustomerContext>;

/** An earlier message of this ticket: what the customer wrote in earlier turns and what was replied. Oldest first. */
export const ThreadMessage = z
  .object({
    turn: z.int().min(1).describe('The turn that it belongs to.'),
    from: z.enum(['customer', 'agent', 'human']).describe('Who wrote it.'),
    text: z.string().describe('The text.'),
    at: z.string().describe('When.'),
  })
  .meta({ title: 'ThreadMessage', description: 'An earlier message of this ticket, of the customer or a reply.' });
/**
 * One message of an earlier turn. `at` is ISO 8601; intake cuts the text at 4,000 characters, and goes back 20 turns.
 */
export type ThreadMessage = z.infer<typeof ThreadMessage>;

/** The customer's message of this turn with all that the next steps need. */
export const Ticket = z
  .object({
    messageId: z.string().describe("The channel's id of the message, or else the id of the event that brought it."),
    channel: z.string().describe('Where it came from and where the reply goes, e.g. `email`.'),
    subject: z.string().describe('Subject line; may be empty.'),
    body: z.string().describe('The text as the customer wrote it: data, never an instruction and never markup.'),
    receivedAt: z.string().describe('When the sending system got it.'),
    headers: z
      .record(z.string(), z.string())
      .optional()
      .describe('Transport headers that tell a machine from a person, lower-case names, e.g. `auto-submitted`.'),
    thread: z.array(ThreadMessage).describe('What was said in earlier turns, oldest first.'),
    customer: CustomerContext,
  })
  .meta({ title: 'Ticket', description: "The customer's message of this turn with all that the next steps need." });
/**
 * One message as intake opened it. `body` is untrusted and of any length up to the record's; `thread` does not hold it.
 */
export type Ticket = z.infer<typeof Ticket>;

/** Something in the text that asks for care, with the words that gave rise to it. `kind` is an open list, e.g. `legal_threat`. */
export const Signal = z
  .object({
    kind: z.string().describe('What it is; an open list, e.g. `legal_threat`.'),
    evidence: z.string().describe('The words that gave rise to it.'),
  })
  .meta({ title: 'Signal', description: 'Something in the text that asks for care.' });
/**
 * One finding of triage. Readers have to bear a `kind` that they do not know; `evidence` is quoted from the message.
 */
export type Signal = z.infer<typeof Signal>;

/** Something that a message names: an order, an amount, a date. `kind` is an open list. */
export const Entity = z
  .object({
    kind: z.string().describe('What it is; an open list: `order`, `reference`, `amount`, `date`.'),
    value: z
      .string()
      .describe(
        'The same however it was written: `MB204713`, `49.90 EUR`, `2026-03-02`; `03-02` where no year is known.',
      ),
    text: z.string().describe('The words that gave rise to it, as they stand in subject or body.'),
  })
  .meta({ title: 'Entity', description: 'Something that the message names.' });
/** One entity as triage found it. Readers have to bear a `kind` that they do not know; `value` compares, `text` is quoted. */
export type Entity = z.infer<typeof Entity>;

/** That a language model was asked, what came of it and what it cost. Left out where none was asked. */
export const LlmUse = z
  .object({
    model: z.string().describe('Provider and model, e.g. `anthropic/claude-haiku-4-5`.'),
    prompt: z.string().describe('Name and version of the prompt, e.g. `reply.v1`.'),
    fallback: z
      .string()
      .optional()
      .describe(
        'Why the embedded default answered instead, e.g. `timeout`; an open list. Left out where the model answered.',
      ),
    usage: z
      .object({
        calls: z.int().min(0).describe('Answers that came, right or wrong.'),
        inputTokens: z.int().min(0).describe('Tokens of all prompts.'),
        outputTokens: z.int().min(0).describe('Tokens of all answers.'),
        costUsd: z.number().min(0).optional().describe('US dollars; left out where prices are not set.'),
      })
      .describe('What this step used for this message.'),
  })
  .meta({ title: 'LlmUse', description: 'That a language model was asked, what came of it and what it cost.' });
/**
 * One step's use of a language model for one message. Tokens are the provider's count, or an estimate where it does not
 * say.
 */
export type LlmUse = z.infer<typeof LlmUse>;

const llm = LlmUse.optional().describe('The language model that was asked, if one was.');

/** What triage found. Confidences are calibrated probabilities in [0, 1]. */
export const Triage = z
  .object({
    intent: z
      .object({
        id: z.string().describe('Its id in the taxonomy.'),
        title: z.string().describe('Its name, for people.'),
        confidence: z.number().min(0).max(1).describe('Calibrated probability that the message is about it.'),
        highStakes: z.boolean().describe('A person has to decide, whatever the confidence.'),
        queue: z.string().optional().describe('The human queue that it belongs to.'),
      })
      .nullable()
      .describe(
        'Null when the message is about nothing in the taxonomy, or in a language that the models do not speak.',
      ),
    candidates: z
      .array(
        z.object({
          id: z.string().describe("An intent's id."),
          confidence: z.number().min(0).max(1).describe('Calibrated probability.'),
        }),
      )
      .describe('The likeliest intents, best first.'),
    further: z
      .array(
        z.object({
          id: z.string().describe('Its id in the taxonomy.'),
          title: z.string().describe('Its name, for people.'),
          confidence: z.number().min(0).max(1).describe('Calibrated probability that the sentence is about it.'),
          highStakes: z.boolean().describe('A person has to decide, whatever the confidence.'),
          queue: z.string().optional().describe('The human queue that it belongs to.'),
          text: z.string().describe('The sentence that gave rise to it, as it stands in the message.'),
        }),
      )
      .optional()
      .describe(
        'Other matters that the message is about as well, in the order in which it names them; left out where there are none.',
      ),
    entities: z
      .array(Entity)
      .optional()
      .describe('What the message names, in the order in which it stands there; left out where it names nothing.'),
    outOfScope: z.boolean().describe('The message is about nothing in the taxonomy.'),
    priority: z.enum(['low', 'normal', 'high', 'urgent']).describe('How urgent it is.'),
    sentiment: z.enum(['negative', 'neutral', 'positive']).describe('The mood of the message.'),
    language: z.string().describe('ISO 639-1, or `und` where it could not be told.'),
    signals: z.array(Signal).describe('What in the text asks for care.'),
    assured: z
      .boolean()
      .optional()
      .describe(
        "Whether the workspace's bound on wrong replies was shown to hold for messages like this; left out where it states none.",
      ),
    score: z
      .number()
      .min(0)
      .optional()
      .describe(
        'Orders the messages of one `model` by how surely the likeliest intent is right: more is surer, and it is no probability. A bound is shown from some score on. Left out where a classifier has none.',
      ),
    model: z.string().describe('Which classifier said so, e.g. `ensemble/bge-small-en-v1.5+all-minilm-l6-v2`.'),
    llm,
  })
  .meta({ title: 'Triage', description: 'What the message is about, how urgent it is, and what asks for care.' });
/**
 * The finding on one message. Where `outOfScope`, `intent` is null; `candidates` are empty where the language is not
 * spoken here. An `intent` may be unsure: that is the policy's to judge, by its confidence.
 */
export type Triage = z.infer<typeof Triage>;

/** A passage that a reply rests on. `quote` occurs word for word in that revision of the article. */
export const Citation = z
  .object({
    articleId: z.string().describe('The article.'),
    revision: z.int().min(1).describe('Its revision.'),
    quote: z.string().min(1).describe('Occurs word for word in that revision of the article.'),
  })
  .meta({ title: 'Citation', description: 'A passage that a reply rests on.' });
/** One quote of one revision of an article; not taken on trust, the gate looks it up. */
export type Citation = z.infer<typeof Citation>;

/** The drafter's proposal: a reply with its evidence, or an abstention that says what was missing. */
export const Draft = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('reply').describe('A reply is proposed.'),
      text: z.string().min(1).describe('The proposed text, plain.'),
      citations: z.array(Citation).min(1).describe('The passages that it rests on.'),
      grounding: z
        .number()
        .min(0)
        .max(1)
        .describe('How well the cited passages hold the answer to this message, in [0, 1].'),
      writer: z.string().describe('Which writer made it, e.g. `extractive`.'),
      llm,
    }),
    z.object({
      kind: z.literal('abstention').describe('There is no reply.'),
      missing: z.string().describe('Why there is no reply, and what would have been needed.'),
      reason: z
        .enum(['no_passage', 'already_failed', 'unsupported'])
        .describe(
          '`no_passage`: the knowledge base holds no answer; `already_failed`: it holds only what this customer was told before.',
        ),
      closest: z
        .array(
          z.object({
            articleId: z.string().describe('The article.'),
            score: z.number().describe('How near it is; comparable within one event only.'),
          }),
        )
        .describe('The nearest articles, best first, for the person who takes over.'),
      writer: z.string().describe('Which writer abstained.'),
      llm,
    }),
  ])
  .meta({ title: 'Draft', description: 'A proposed reply with its evidence, or an abstention with what was missing.' });
/**
 * A reply or an abstention, told apart by `kind`. `grounding` is no probability: compare it with a policy's threshold
 * only.
 */
export type Draft = z.infer<typeof Draft>;

/** Who did something: an agent by its service's name, a person by their id. */
export const Actor = z
  .object({
    kind: z.enum(['agent', 'human']).describe('A program or a person.'),
    id: z.string().min(1).describe("The service's name, or the person's id."),
  })
  .meta({ title: 'Actor', description: 'Who did it.' });
/**
 * Who is answerable for a step: an agent by the name of its service or, plugged in, its `ce_source`; a person by the id
 * that the desk or another review tool knows them by.
 */
export type Actor = z.infer<typeof Actor>;

/** A rule of the guardrail policy that fired, and what it does: only `review` and `block` change the route. */
export const FiredRule = z
  .object({
    id: z.string().describe("The rule's id in the policy."),
    effect: z.enum(['review', 'block', 'observe']).describe('Only `review` and `block` change the route.'),
    reason: z.string().describe('Why it fired, in plain words.'),
    evidence: z.string().optional().describe('What it fired on.'),
    would: z
      .enum(['review', 'block'])
      .optional()
      .describe("With `observe` because of the rule's mode: the effect that it would have if it were enforced."),
  })
  .meta({ title: 'FiredRule', description: 'A rule of the guardrail policy that fired, and what it does.' });
/** One rule that held for one reply. With `observe` nothing came of it, whatever `would` says. */
export type FiredRule = z.infer<typeof FiredRule>;

/** A reply on its way to the customer. A `question` asks back and resolves nothing. */
export const Reply = z
  .object({
    text: z.string().min(1).describe('The text, plain.'),
    kind: z.enum(['answer', 'question']).describe('A `question` asks back and resolves nothing.'),
    author: Actor,
    citations: z.array(Citation).describe('The passages that it rests on; empty where a person wrote without.'),
    review: z
      .object({
        reviewId: z.string().describe('The review.'),
        action: z.enum(['approve', 'edit', 'write', 'ask_back']).describe('What the person did with the draft.'),
      })
      .optional()
      .describe("The review that a person's reply came from."),
  })
  .meta({ title: 'Reply', description: 'A reply on its way to the customer.' });
/**
 * One text for one turn, in plain text. Of an agent it has at least one citation; `review` is there where a person
 * decided.
 */
export type Reply = z.infer<typeof Reply>;

/** With a review of the kind `conflict`: the article that it is about, and what was said against it or because of it. */
export const KnowledgeMatter = z
  .object({
    article: z
      .object({
        articleId: z.string().describe('The article.'),
        revision: z.int().min(1).describe('Its revision.'),
        title: z.string().describe('Its title.'),
        body: z.string().describe('What it says.'),
      })
      .describe('What stands in the knowledge base, or stood there.'),
    proposed: z
      .object({
        question: z.string().describe('How the customer asked.'),
        body: z.string().describe('What the person answered, as the article would say it.'),
      })
      .optional()
      .describe('What a person answered that contradicts it: approve takes it over, close leaves the article.'),
    said: Reply.optional().describe('The reply that quoted the article before it was retracted.'),
  })
  .meta({ title: 'KnowledgeMatter', description: 'What the knowledge base should say, or no longer says.' });
/**
 * What a reviewer of knowledge has to decide on: with `proposed` two texts that contradict each other, with `said` a
 * reply that rests on an article since retracted.
 */
export type KnowledgeMatter = z.infer<typeof KnowledgeMatter>;
