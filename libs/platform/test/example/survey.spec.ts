import { type Reply, TicketResolved } from '@throughline/contracts';
import { given, partly } from '@throughline/messaging/testing';
import { SurveyAgent } from './survey.agent.ts';
import { SurveyDue } from './survey.ts';

const byPerson: Reply = { ...TicketResolved.example.reply, author: { kind: 'human', id: 'maria' } };

it('asks for a short word where an agent answered', () =>
  given(TicketResolved).when(new SurveyAgent()).then(SurveyDue.of(SurveyDue.example)));

it('asks personally where a person did', () =>
  given(TicketResolved, { reply: byPerson })
    .when(new SurveyAgent())
    .then(partly(SurveyDue, { survey: 'personal' })));
