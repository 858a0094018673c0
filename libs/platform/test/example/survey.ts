import {
  defineEvent,
  type ServiceDeclaration,
  TicketEscalated,
  TicketRef,
  TicketResolved,
} from '@throughline/contracts';
import { z } from 'zod';

export const SurveyDue = defineEvent({
  name: 'survey.due',
  summary: 'A customer is to be asked how they were helped.',
  schema: TicketRef.extend({ survey: z.enum(['short', 'personal']) }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: { ticketId: 'T-1001', customerId: 'C-17', turn: 1, survey: 'short' },
});

export const survey = {
  name: 'survey',
  job: 'Asks customers how they were helped.',
  consumes: [TicketResolved],
  follows: [],
  emits: [SurveyDue, TicketEscalated],
  onFailure: 'escalate',
} as const satisfies ServiceDeclaration;
