import type { FlowStep } from '../src/schemas.ts';
import { causalOrder, stateOf } from '../src/state.ts';

let clock = 0;
const step = (type: string, given: Partial<FlowStep> & { author?: 'agent' | 'human' } = {}) => ({
  eventId: `${type}#${clock}`,
  type,
  at: new Date(clock++ * 1000).toISOString(),
  service: 'x',
  turn: 1,
  causationId: null,
  traceId: null,
  policyVersion: null,
  place: 'main/t/0/0',
  ...given,
});

it.each([
  ['open', [step('ticket.opened')]],
  ['closed', [step('ticket.opened'), step('ticket.closed')]],
  ['waiting', [step('ticket.opened'), step('review.requested')]],
  ['waiting', [step('ticket.escalated'), step('review.claimed')]],
  ['open', [step('review.requested'), step('review.decided')]],
  ['agent', [step('ticket.opened'), step('ticket.resolved', { author: 'agent' })]],
  ['human', [step('review.requested'), step('review.decided'), step('ticket.resolved', { author: 'human' })]],
  // A record of another topic that is read late takes no outcome back.
  ['agent', [step('ticket.resolved', { author: 'agent' }), step('review.requested')]],
])('is %s', (state, steps) => expect(stateOf(steps)).toEqual({ state, turn: 1 }));

it('is that of the latest turn', () => {
  const steps = [step('ticket.resolved', { author: 'agent' }), step('ticket.opened', { turn: 2 })];
  expect(stateOf(steps)).toEqual({ state: 'open', turn: 2 });
});

it('is that of the turn before where a machine answered a ticket that waits', () => {
  const waiting = [step('review.requested'), step('ticket.opened', { turn: 2 })];
  const machine = step('ticket.closed', { turn: 2, author: 'agent' });
  expect(stateOf([...waiting, machine])).toEqual({ state: 'waiting', turn: 2 });
  const person = step('ticket.closed', { turn: 2, author: 'human' });
  expect(stateOf([...waiting, person])).toEqual({ state: 'closed', turn: 2 });
});

it('puts no event before its cause, though a clock is behind', () => {
  const cause = step('ticket.opened', { eventId: 'a', at: '2026-01-01T00:00:05.000Z' });
  const effect = step('ticket.triaged', { eventId: 'b', causationId: 'a', at: '2026-01-01T00:00:01.000Z' });
  expect(causalOrder([effect, cause]).map((s) => s.eventId)).toEqual(['a', 'b']);
});
