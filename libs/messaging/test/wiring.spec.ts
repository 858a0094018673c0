import {
  ReplyApproved,
  ReviewDecided,
  services,
  TicketClosed,
  TicketOpened,
  TicketTriaged,
} from '@throughline/contracts';
import { Agent } from '@throughline/messaging';
import type { HandlerExtras } from '../src/agent.ts';
import { wiringProblems } from '../src/boot-checks.ts';

@Agent(services.triage)
class Triage {}
class NoAgent {}

const handler = (given: Partial<HandlerExtras> = {}): HandlerExtras => ({
  mode: 'event',
  contract: TicketOpened,
  emits: [TicketTriaged],
  at: 'Triage.handle',
  owner: Triage,
  ...given,
});
const follower = handler({ mode: 'follow', contract: ReviewDecided, emits: [], at: 'Triage.learn' });
const problems = (...handlers: HandlerExtras[]) => wiringProblems(services.triage, [...handlers, follower]).join('\n');

it('finds nothing wrong with a handler for everything that is declared', () => {
  expect(problems(handler())).toBe('');
});

it.each([
  ['a missing handler', [], /ticket\.opened is declared as consumed, but no method handles it: add @Consumes/],
  [
    'a doubled one',
    [handler(), handler({ at: 'Triage.other' })],
    /Triage\.handle and Triage\.other both handle event ticket\.opened: keep one/,
  ],
  [
    'an undeclared event',
    [handler(), handler({ contract: TicketClosed })],
    /consumes ticket\.closed, which is not declared: add it to services\.triage\.consumes/,
  ],
  [
    'an undeclared emit',
    [handler({ emits: [ReplyApproved] })],
    /emits reply\.approved, which is not declared: add it to services\.triage\.emits/,
  ],
  ['a class that is no agent', [handler({ owner: NoAgent })], /has no @Agent\(services\.triage\)/],
])('names %s and the fix', (_, handlers, message) => {
  expect(problems(...handlers)).toMatch(message);
});

it('names what nobody follows, and the fix', () => {
  expect(wiringProblems(services.triage, [handler()]).join('\n')).toMatch(
    /review\.decided is declared as followed, but no method does: add @Follows/,
  );
});

it('names an escalation that is not declared: it would be refused when it is needed', () => {
  const emits = services.triage.emits.filter((c) => c.name !== 'ticket.escalated');
  expect(wiringProblems({ ...services.triage, emits }, [handler(), follower]).join('\n')).toMatch(
    /triage escalates what it can't handle, but does not emit ticket\.escalated: add it/,
  );
});
