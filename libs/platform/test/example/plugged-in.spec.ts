import { join } from 'node:path';
import { PolicyChanged, TicketResolved } from '@throughline/contracts';
import { given } from '@throughline/messaging/testing';
import { PluggedInAgent } from './plugged-in.agent.ts';
import { SurveyDue } from './survey.ts';

const program = [process.execPath, join(__dirname, 'which-survey.mjs')] as const;
const saying = (script: string) => new PluggedInAgent([process.execPath, '-e', script]);
const told = { by: { kind: 'human', id: 'ops' }, at: '2026-03-01T00:00:00.000Z' } as const;

it('does what the program says', () =>
  given(TicketResolved).when(new PluggedInAgent(program)).then(SurveyDue.of(SurveyDue.example)));

it('sends nothing that its contract does not hold', () =>
  given(TicketResolved)
    .when(saying('console.log("rude")'))
    .thenFailsTerminally('survey emits a wrong survey.due: survey'));

it('gives up where the program says that it never will, and tries again where it only failed', async () => {
  await given(TicketResolved).when(saying('process.exit(2)')).thenFailsTerminally("can't read 'agent'");
  await given(TicketResolved).when(saying('process.exit(1)')).thenFailsRetryably('Command failed');
  await given(TicketResolved)
    .when(new PluggedInAgent(['/no/such/program']))
    .thenFailsRetryably('ENOENT');
});

it('asks nobody while the kill switch is on', () =>
  given(TicketResolved)
    .after(PolicyChanged.of({ kind: 'kill_switch', on: true, ...told }))
    .when(new PluggedInAgent(program))
    .thenNothing());
