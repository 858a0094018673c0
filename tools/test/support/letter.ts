import type { Letter } from '@throughline/messaging';

/** A dead letter, with what a test wants otherwise. */
export const letter = (given: Partial<Letter> = {}): Letter => ({
  place: { topic: 'support.ticket.opened.v1.triage.dlq', partition: 0, offset: '7' },
  service: 'triage',
  topic: 'support.ticket.opened.v1',
  origin: { topic: 'support.ticket.opened.v1', partition: 3, offset: '41' },
  at: '2026-03-02T08:15:00.000Z',
  key: 'C-1',
  ticketId: 'T-1',
  reason: 'turn: Too small',
  errorClass: 'TerminalError',
  errorCode: 'INVALID_DATA',
  attempts: 1,
  bytes: 2,
  redrives: 0,
  redriveOf: undefined,
  ...given,
});
