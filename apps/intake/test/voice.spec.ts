import { type EventOf, ReplyApproved } from '@throughline/contracts';
import type { TicketDoc } from '../src/schemas.ts';
import { voiceFor } from '../src/voice.ts';

const ticket = (given: Partial<TicketDoc> = {}): TicketDoc => ({
  _id: 'T-1',
  customerId: 'C-1',
  channel: 'email',
  turn: 1,
  turns: [],
  deliveries: {},
  closed: {},
  review: null,
  ...given,
});
const review = { reviewId: 'T-1.1', queue: 'general', turn: 1 };
const delivery = { replyId: 'r-0', text: 'Hello', by: 'human' as const, at: '2026-01-01T00:00:00.000Z' };

const approved = (kind: 'agent' | 'human', turn = 1) => {
  const reply = { ...ReplyApproved.example.reply, author: { kind, id: 'x' } };
  return { id: 'r-1', data: { ...ReplyApproved.example, turn, reply } } as EventOf<typeof ReplyApproved>;
};

it.each([
  ['an agent speaks where nobody has', ticket(), approved('agent'), false, { kind: 'say' }],
  ['a person speaks while their review is open', ticket({ review }), approved('human'), false, { kind: 'say' }],
  ['a person speaks though the kill switch is on', ticket(), approved('human'), true, { kind: 'say' }],
  ['a newer turn overtakes an agent', ticket({ turn: 2 }), approved('agent'), false, { reason: 'overtaken' }],
  ['a newer turn overtakes a person', ticket({ turn: 2 }), approved('human'), false, { reason: 'overtaken' }],
  [
    'what a machine sent overtakes nobody',
    ticket({ turn: 2, closed: { 2: 'auto_reply' } }),
    approved('human'),
    false,
    { kind: 'say' },
  ],
  ['an open review silences agents', ticket({ review }), approved('agent'), false, { reason: 'review_open' }],
  ['the kill switch silences agents', ticket(), approved('agent'), true, { reason: 'kill_switch' }],
  ['a turn has one reply', ticket({ deliveries: { 1: delivery } }), approved('human'), false, { reason: 'answered' }],
  ['a closed turn has none', ticket({ closed: { 1: 'spam' } }), approved('agent'), false, { reason: 'closed' }],
  [
    'a redelivery says again what was said',
    ticket({ turn: 2, deliveries: { 1: { ...delivery, replyId: 'r-1' } } }),
    approved('agent'),
    true,
    { kind: 'said', at: delivery.at },
  ],
])('%s', (_, given, event, killSwitch, expected) => {
  expect(voiceFor(given, event, killSwitch)).toMatchObject(expected);
});
