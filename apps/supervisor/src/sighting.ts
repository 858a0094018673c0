import {
  type Contract,
  type Draft,
  type Envelope,
  outcomes,
  ReplyDelivered,
  ReplyWithheld,
  TicketEscalated,
  type Ticket,
  TicketRef,
  type Triage,
} from '@throughline/contracts';
import type { Cause } from '@throughline/messaging';

/** What the supervisor keeps of one event. */
export interface Sighting {
  ref: TicketRef;
  contract: Pick<Contract, 'name'>;
  cause: Cause;
  /** What an escalation would hand to a person. */
  evidence: { ticket?: Ticket; triage?: Triage; draft?: Draft };
  /** Nothing is owed for this turn after this event. */
  ends: boolean;
}

// A delivered question back ends the turn as well: the answer to it is a turn of its own. And a turn is escalated once.
const ends = [...outcomes, ReplyDelivered, ReplyWithheld, TicketEscalated].map((contract) => contract.name);

/** Undefined for an event that belongs to no turn. */
export function sightingOf(contract: Contract, event: Envelope & { data: unknown }): Sighting | undefined {
  const ref = TicketRef.safeParse(event.data);
  if (!ref.success) return undefined;
  const { ticket, triage, draft } = event.data as Sighting['evidence'];
  const { id, correlationId, policyVersion, traceparent, tracestate } = event;
  return {
    ref: ref.data,
    contract,
    cause: {
      id,
      correlationId,
      ...(policyVersion && { policyVersion }),
      ...(traceparent && { traceparent }),
      ...(tracestate && { tracestate }),
    },
    evidence: { ...(ticket && { ticket }), ...(triage && { triage }), ...(draft && { draft }) },
    ends: ends.includes(contract.name),
  };
}
