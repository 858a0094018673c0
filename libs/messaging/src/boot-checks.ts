import { deadLetterTopic, retryTopic, type ServiceDeclaration, TicketEscalated } from '@throughline/contracts';
import { declarationOf, type HandlerExtras } from './agent.ts';

const names = (list: readonly { name: string }[]): string => list.map((c) => c.name).join(', ') || 'nothing';

/** Every mistake between a service's declaration and its handlers, each with its fix. Empty where all is well. */
export function wiringProblems(service: ServiceDeclaration, handlers: readonly HandlerExtras[]): string[] {
  const problems: string[] = [];
  const takesRecords = handlers.some((h) => h.mode === 'record');
  const has = (mode: HandlerExtras['mode'], type: string): boolean =>
    handlers.some((h) => h.mode === mode && h.contract?.type === type);
  for (const contract of service.consumes) {
    if (!takesRecords && !has('event', contract.type)) {
      problems.push(
        `${contract.name} is declared as consumed, but no method handles it: add @Consumes(...) for it to an @Agent class, or take it out of services.${service.name}.consumes.`,
      );
    }
  }
  for (const contract of service.follows) {
    if (!has('follow', contract.type)) {
      problems.push(
        `${contract.name} is declared as followed, but no method does: add @Follows(...) for it to an @Agent class, or take it out of services.${service.name}.follows.`,
      );
    }
  }
  if (service.onFailure === 'escalate' && !service.emits.some((c) => c.type === TicketEscalated.type)) {
    problems.push(
      `${service.name} escalates what it can't handle, but does not emit ticket.escalated: add it to services.${service.name}.emits, or say onFailure: 'alert'.`,
    );
  }
  for (const h of handlers) problems.push(...handlerProblems(service, h));
  return [...problems, ...doubled(handlers)];
}

/** The mistakes between a service's declaration and one of its handlers. */
export function handlerProblems(
  service: ServiceDeclaration,
  { mode, contract, emits, at, owner }: HandlerExtras,
): string[] {
  const problems: string[] = [];
  if (!declarationOf(owner)) {
    problems.push(`${at} handles events, but its class has no @Agent(services.${service.name}): add it.`);
  } else if (declarationOf(owner)?.name !== service.name) {
    problems.push(`${at} belongs to an agent of ${declarationOf(owner)?.name}: this process is ${service.name}.`);
  }
  const declared = mode === 'follow' ? service.follows : service.consumes;
  if (contract && !declared.some((c) => c.type === contract.type)) {
    const verb = mode === 'follow' ? 'follows' : 'consumes';
    problems.push(
      `${at} ${verb} ${contract.name}, which is not declared: add it to services.${service.name}.${verb} (now: ${names(declared)}).`,
    );
  }
  for (const emitted of emits) {
    if (!service.emits.some((c) => c.type === emitted.type)) {
      problems.push(
        `${at} emits ${emitted.name}, which is not declared: add it to services.${service.name}.emits (now: ${names(service.emits)}).`,
      );
    }
  }
  return problems;
}

function doubled(handlers: readonly HandlerExtras[]): string[] {
  const byPattern = new Map<string, string[]>();
  for (const { mode, contract, at } of handlers) {
    const pattern = `${mode} ${contract?.name ?? ''}`;
    byPattern.set(pattern, [...(byPattern.get(pattern) ?? []), at]);
  }
  return [...byPattern.entries()]
    .filter(([, at]) => at.length > 1)
    .map(
      ([pattern, at]) =>
        `${at.join(' and ')} both handle ${pattern.trim()}: keep one; two would share its records silently.`,
    );
}

/** The topics that a service reads, in its inboxes: each event's own, and its retry topic for it. */
export const inboxes = (service: ServiceDeclaration): string[] =>
  service.consumes.flatMap((c) => [c.topic, retryTopic(c.topic, service.name)]);

/** Every topic that a service touches. */
export const topicsOf = (service: ServiceDeclaration): string[] => [
  ...new Set([
    ...inboxes(service),
    ...service.consumes.map((c) => deadLetterTopic(c.topic, service.name)),
    ...service.follows.map((c) => c.topic),
    ...service.emits.map((c) => c.topic),
  ]),
];

/** The message for topics that a service needs and the cluster lacks. */
export const missingTopics = (missing: readonly string[]): string =>
  `The cluster has no topic ${missing.join(', ')}: run \`npx throughline topics apply\`.`;
