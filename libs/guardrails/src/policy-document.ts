import { z } from 'zod';

const Probability = z.number().min(0).max(1);
const Name = z.string().regex(/^[a-z][a-z0-9_.-]*$/, 'use lower-case letters, digits, dots, dashes and underscores');
const Domain = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, "name the domain alone, like 'shop.example'");
const Text = z.string().trim().min(1);

/** What becomes of a reply when a rule holds: a person decides; this text must not go out; it is only written down. */
export const Effect = z.enum(['review', 'block', 'observe']);
/** See {@link Effect}. */
export type Effect = z.infer<typeof Effect>;

/** `observe` writes down that the rule held and changes nothing: to try a rule on live traffic. */
export const Mode = z.enum(['enforce', 'observe']);
/** See {@link Mode}. */
export type Mode = z.infer<typeof Mode>;

/** A rule of a workspace's own. `when` and `evidence` are CEL expressions over the facts. */
export const RuleDocument = z.strictObject({
  id: Name,
  when: Text,
  effect: Effect,
  mode: Mode.default('enforce'),
  /** Whose replies it looks at. For people only `block` and `observe` make sense: a person has decided already. */
  authors: z
    .array(z.enum(['agent', 'human']))
    .min(1)
    .default(['agent']),
  queue: Name.optional(),
  /** For the person who gets the ticket: a whole sentence. */
  reason: Text,
  /** A CEL expression of type string: what was found. */
  evidence: Text.optional(),
});
/** See the schema of the same name. */
export type RuleDocument = z.infer<typeof RuleDocument>;

/** The policy document, as it is written in YAML. What is left out has a careful default. */
export const PolicyDocument = z.strictObject({
  /** Below these an agent's reply goes to a person. Both in [0, 1]; `confidence` is a calibrated probability. */
  thresholds: z
    .strictObject({ confidence: Probability.default(0.7), grounding: Probability.default(0.75) })
    .prefault({}),
  limits: z
    .strictObject({
      /** Money that a customer may mention before a person looks; a number in whatever currency they name. */
      amount: z.number().min(0).default(100),
      /** The how-manieth contact about one matter goes to a person; 2 is the first repeat. */
      repeatContacts: z.int().min(2).default(2),
      /** For how many days an answer counts as recent. */
      repeatDays: z.number().min(0).default(14),
      /**
       * So many automatic replies may go to one ticket, and to one customer, within `replyHours`: two programs that answer each
       * other must end. Not more than 20: a message carries no longer history.
       */
      repliesPerTicket: z.int().min(1).max(20).default(3),
      repliesPerCustomer: z.int().min(1).max(20).default(20),
      replyHours: z.number().positive().default(24),
    })
    .prefault({}),
  /** `others`: the queues that this document may name beside the default one. */
  humanQueues: z.strictObject({ default: Name, others: z.array(Name).default([]) }).prefault({ default: 'general' }),
  /** Intent or signal → queue, most serious first. The taxonomy's own `highStakes` intents count without being named. */
  highStakes: z
    .strictObject({ intents: z.record(z.string(), Name).default({}), signals: z.record(z.string(), Name).default({}) })
    .prefault({}),
  /** Signals that need nobody's care. Any that is named neither here nor in `highStakes` goes to a person. */
  routineSignals: z.array(z.string()).default(['repeat_contact', 'money', 'anger', 'personal_data']),
  vipTiers: z.array(z.string()).default(['vip']),
  /** Where a person's links may lead, subdomains included. Left out, links of people are not looked at. */
  allowedDomains: z.array(Domain).optional(),
  /** The shop's own e-mail addresses and telephone numbers. */
  allowedContacts: z.array(Text).default([]),
  /** What an agent must not say. A phrase is found at the start of a word, in any case: `guarantee` finds `Guaranteed`. */
  forbidden: z.array(z.strictObject({ phrase: Text, unlessCited: z.boolean().default(true) })).default([]),
  /** Turns the library's own rules, by id, to `enforce` or `observe`. */
  builtIn: z.record(z.string(), Mode).default({}),
  rules: z.array(RuleDocument).default([]),
});
/** See the schema of the same name. */
export type PolicyDocument = z.infer<typeof PolicyDocument>;
