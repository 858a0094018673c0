import { type EventOf, TicketResolved } from '@throughline/contracts';
import { Agent, Consumes } from '@throughline/messaging';
import { survey, SurveyDue } from './survey.ts';

/** Who was answered by a person is asked in other words. */
@Agent(survey)
export class SurveyAgent {
  @Consumes(TicketResolved, { emits: [SurveyDue] })
  resolved({ data: { ticketId, customerId, turn, reply } }: EventOf<typeof TicketResolved>) {
    const kind = reply.author.kind === 'human' ? 'personal' : 'short';
    return SurveyDue.of({ ticketId, customerId, turn, survey: kind });
  }
}
