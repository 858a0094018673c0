import { prove } from '../src/proof.ts';
import { holds, report } from '../src/report.ts';
import type { Outcome } from '../src/soak.ts';
import { soundEvidence, ticket, tickets } from './given.ts';

const round = { kind: 'SIGKILL', target: 'triage-0', lasted: 0.1, seconds: 4.2, stillWrong: [], stuck: [] };
const sound = soundEvidence();
const outcome = (given: Partial<Outcome> = {}): Outcome => ({
  rounds: [round],
  rows: prove(sound),
  ownEnds: [],
  failures: [],
  sent: tickets.length,
  seconds: 60,
  ...given,
});

it('says PROVEN where nothing went wrong', () => {
  expect(holds(outcome())).toBe(true);
  expect(report(outcome())).toMatch(/\nPROVEN: 200 tickets/);
});

it.each<[string, Partial<Outcome>, string]>([
  [
    'one violation',
    { rows: prove({ ...sound, mailbox: sound.mailbox.slice(1) }) },
    `lost: mailbox: ${ticket('answered').ticketId}`,
  ],
  ['a fault without recovery', { failures: ['not recovered from SIGKILL'] }, 'failed: not recovered from SIGKILL'],
  ['nothing sent', { sent: 0 }, '0 tickets'],
])('says NOT PROVEN, and why, where there is %s', (_, given, why) => {
  expect(holds(outcome(given))).toBe(false);
  expect(report(outcome(given))).toMatch(/\nNOT PROVEN/);
  expect(report(outcome(given))).toContain(why);
});
