import { TicketReceived } from './01-ticket-received.ts';
import { TicketOpened } from './02-ticket-opened.ts';
import { TicketTriaged } from './03-ticket-triaged.ts';
import { TicketClosed } from './04-ticket-closed.ts';
import { ReplyDrafted } from './05-reply-drafted.ts';
import { ReviewRequested } from './06-review-requested.ts';
import { ReviewClaimed } from './07-review-claimed.ts';
import { ReviewDecided } from './08-review-decided.ts';
import { ReplyApproved } from './09-reply-approved.ts';
import { ReplyWithheld } from './10-reply-withheld.ts';
import { ReplyDelivered } from './11-reply-delivered.ts';
import { TicketResolved } from './12-ticket-resolved.ts';
import { TicketEscalated } from './13-ticket-escalated.ts';
import { KbArticle } from './14-kb-article.ts';
import { PolicyChanged } from './15-policy.ts';
import { AuditCheckpoint } from './16-audit-checkpoint.ts';
import { LetterSettled } from './17-letter-settled.ts';
import type { Contract } from './contract.ts';

/** Every contract, in the order of the flow. */
export const contracts = [
  TicketReceived,
  TicketOpened,
  TicketTriaged,
  TicketClosed,
  ReplyDrafted,
  ReviewRequested,
  ReviewClaimed,
  ReviewDecided,
  ReplyApproved,
  ReplyWithheld,
  ReplyDelivered,
  TicketResolved,
  TicketEscalated,
  KbArticle,
  PolicyChanged,
  AuditCheckpoint,
  LetterSettled,
] as const;

/** What one service consumes, follows and emits: all that the platform needs to know of it. */
export interface ServiceDeclaration {
  /** Also its consumer group, its `ce_source`, and the middle part of its DLQ and retry topics. */
  readonly name: string;
  /** One sentence, for people. */
  readonly job: string;
  /** Handled once each, by one replica. */
  readonly consumes: readonly Contract[];
  /** Topics that every replica reads from the start; ready when caught up. */
  readonly follows: readonly Contract[];
  readonly emits: readonly Contract[];
  /**
   * What happens beside the dead letter when a record can't be handled: `escalate` gives its ticket to a person;
   * `alert` only raises an alert, for services whose escalation could loop.
   */
  readonly onFailure: 'escalate' | 'alert';
  /** The flow is whole without it: it runs where somebody needs it. */
  readonly optional?: true;
}

const trail = contracts.filter((c) => c !== AuditCheckpoint);
const ticketEvents = contracts.filter((c) => /^(ticket|reply|review)\./.test(c.name));

/** The services of the flow, as data: diagrams, topics, dead-letter topics and boot checks come from here. */
export const services = {
  intake: {
    name: 'intake',
    job: 'Front door and voice: messages in with context attached, replies out once each.',
    consumes: [TicketReceived, TicketClosed, ReviewRequested, ReviewClaimed, ReplyApproved],
    follows: [PolicyChanged, KbArticle],
    emits: [
      TicketReceived,
      ReviewDecided,
      TicketOpened,
      ReplyDelivered,
      ReplyWithheld,
      TicketResolved,
      TicketEscalated,
    ],
    onFailure: 'escalate',
  },
  triage: {
    name: 'triage',
    job: 'What is it about, how urgent, and what asks for care.',
    consumes: [TicketOpened],
    follows: [ReviewDecided],
    emits: [TicketTriaged, TicketClosed, TicketEscalated],
    onFailure: 'escalate',
  },
  drafter: {
    name: 'drafter',
    job: 'A reply quoted from the knowledge base, or an abstention.',
    consumes: [TicketTriaged],
    follows: [KbArticle],
    emits: [ReplyDrafted, TicketEscalated],
    onFailure: 'escalate',
  },
  router: {
    name: 'router',
    job: 'One gate for every reply, whoever wrote it: out, or to a person.',
    consumes: [ReplyDrafted, ReviewDecided],
    follows: [PolicyChanged, KbArticle],
    emits: [ReplyApproved, ReviewRequested, TicketEscalated],
    onFailure: 'escalate',
  },
  desk: {
    name: 'desk',
    job: 'The human queues: claim, see the evidence, decide.',
    consumes: [
      TicketOpened,
      TicketClosed,
      ReviewRequested,
      ReplyWithheld,
      ReplyDelivered,
      TicketResolved,
      TicketEscalated,
    ],
    follows: [],
    emits: [ReviewClaimed, ReviewDecided, TicketClosed],
    onFailure: 'alert',
  },
  'kb-updater': {
    name: 'kb-updater',
    job: "A person's answer to what the knowledge base didn't hold becomes an article.",
    consumes: [TicketResolved, ReviewDecided],
    follows: [],
    emits: [KbArticle, ReviewRequested],
    onFailure: 'alert',
  },
  supervisor: {
    name: 'supervisor',
    job: 'Holds every open turn against the plan; what is overdue goes to a person, once.',
    consumes: ticketEvents,
    follows: [],
    emits: [TicketEscalated],
    onFailure: 'alert',
  },
  audit: {
    name: 'audit',
    job: 'Every event, in one trail.',
    consumes: trail,
    follows: [],
    emits: [AuditCheckpoint],
    onFailure: 'alert',
  },
  webhooks: {
    name: 'webhooks',
    job: 'Posts replies and any other event, signed, to who subscribed to them.',
    consumes: contracts,
    follows: [],
    emits: [TicketEscalated],
    onFailure: 'alert',
    optional: true,
  },
} as const satisfies Record<string, ServiceDeclaration>;

/** The name of a service of the flow. */
export type ServiceName = keyof typeof services;

type Service = (typeof services)[ServiceName];
type CoreService = Exclude<Service, { optional: true }>;

/** The name of a service that the flow can't do without. */
export type CoreServiceName = CoreService['name'];

/** The services that the flow can't do without. */
export const coreServices: readonly CoreService[] = Object.values(services).filter(
  (service): service is CoreService => !('optional' in service),
);

/** Somebody who makes events of a kind and is no service of the flow. */
export interface OutsideProducer {
  readonly contract: Contract;
  /** In words. */
  readonly who: string;
  /** An example of their `ce_source`, where such an event begins a story: nothing caused it. */
  readonly source?: string;
}

/** Who else makes events, beside the services that declare them in `emits`. */
export const outsideProducers: readonly OutsideProducer[] = [
  { contract: TicketReceived, who: 'any system', source: '/acme/helpdesk' },
  { contract: ReviewDecided, who: 'any review tool' },
  { contract: PolicyChanged, who: '`throughline policy`', source: '/throughline/cli' },
  { contract: LetterSettled, who: '`throughline dlq`', source: '/throughline/operator' },
];

/** The services' ports on one machine, so that their defaults don't clash. */
export const defaultPorts = {
  intake: 4101,
  triage: 4102,
  drafter: 4103,
  router: 4104,
  desk: 4105,
  'kb-updater': 4106,
  supervisor: 4107,
  audit: 4108,
  webhooks: 4109,
} as const satisfies Record<ServiceName, number>;

/** One step of the plan: after any of `after`, `owner` owes one of `until` for the same turn. */
export interface Step {
  readonly name: string;
  readonly owner: ServiceName;
  readonly after: readonly Contract[];
  readonly until: readonly Contract[];
  /** How long the owner may take before the step is overdue; null where a person decides when. */
  readonly withinSeconds: number | null;
}

/**
 * The plan that every turn of a ticket follows. A step is owed from the moment one of its `after` events exists until
 * one of its `until` events does, whatever order they arrive in. `ticket.escalated` hands the turn to people: it ends
 * every automatic step.
 */
export const plan: readonly Step[] = [
  {
    name: 'triage',
    owner: 'triage',
    after: [TicketOpened],
    until: [TicketTriaged, TicketClosed, TicketEscalated],
    withinSeconds: 60,
  },
  {
    name: 'draft',
    owner: 'drafter',
    after: [TicketTriaged],
    until: [ReplyDrafted, TicketClosed, TicketEscalated],
    withinSeconds: 60,
  },
  {
    name: 'route',
    owner: 'router',
    after: [ReplyDrafted],
    until: [ReplyApproved, ReviewRequested, TicketClosed, TicketEscalated],
    withinSeconds: 60,
  },
  {
    name: 'review',
    owner: 'desk',
    after: [ReviewRequested, TicketEscalated],
    until: [ReviewDecided, TicketClosed],
    withinSeconds: null,
  },
  {
    name: 'deliver',
    owner: 'intake',
    after: [ReplyApproved],
    until: [ReplyDelivered, ReplyWithheld, TicketClosed],
    withinSeconds: 60,
  },
];

/** Events that end a turn: one of the outcomes is reached. */
export const outcomes: readonly Contract[] = [TicketResolved, TicketClosed];

/** Where records go that one service cannot handle. */
export const deadLetterTopic = (topic: string, service: string): string => `${topic}.${service}.dlq`;

/** One service's second inbox for a topic: redrives. */
export const retryTopic = (topic: string, service: string): string => `${topic}.${service}.retry`;
