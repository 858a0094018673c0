import { defineEvent } from './contract.ts';
import { draft, ref, ticket, triage } from './examples.ts';
import { Draft, Ticket, TicketRef, Triage } from './shapes.ts';

/** The drafter proposes a reply with its evidence, or abstains and says what was missing. */
export const ReplyDrafted = defineEvent({
  name: 'reply.drafted',
  summary: 'A reply with citations was proposed, or the drafter abstained.',
  schema: TicketRef.extend({ ticket: Ticket, triage: Triage, draft: Draft }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: { ...ref, ticket, triage, draft },
});
