import type { Ticket, Triage } from '@throughline/contracts';
import type { Passage } from '@throughline/models';
import { Tone } from '@throughline/workspace';

export const tone = Tone.parse({});

/** Ada's message, with what a test cares about. */
export const ticket = (more: Partial<Ticket> = {}): Ticket => ({
  messageId: 'm-1',
  channel: 'email',
  subject: '',
  body: 'When do I get my refund?',
  receivedAt: '2026-03-02T08:15:00.000Z',
  thread: [],
  customer: { profile: { name: 'Ada Lovelace' }, history: [] },
  ...more,
});

export const triage = (more: Partial<Triage> = {}): Triage => ({
  intent: { id: 'refund', title: 'Refunds', confidence: 1, highStakes: false },
  candidates: [],
  outOfScope: false,
  priority: 'normal',
  sentiment: 'neutral',
  language: 'en',
  signals: [],
  model: 'm',
  ...more,
});

/** A passage of an article on refunds that is near to the question. */
export const passage = (more: Partial<Passage> = {}): Passage => ({
  articleId: 'refund-timing',
  revision: 2,
  title: 'Refunds',
  intents: ['refund'],
  quote: 'You get your refund within five working days of the day it reached us.',
  position: 0,
  score: 0.05,
  cosine: 0.8,
  questionCosine: 0.8,
  ...more,
});
