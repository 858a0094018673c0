import type { Case } from '../../src/eval/case.ts';

const triage = {
  intent: 'refund',
  candidates: [{ id: 'refund', confidence: 0.9 }],
  scope: 0.8,
  language: 'en',
  signals: [],
  ms: 4,
};
const draft = {
  kind: 'reply',
  grounding: 0.8,
  writer: 'extractive',
  cited: ['refunds'],
  misquoted: 0,
  wrong: null,
  ms: 6,
  tokens: 0,
  costUsd: 0,
} as const;

/** What differs from a routine message that was answered rightly. */
export interface Given {
  readonly id?: string;
  readonly expect?: Partial<Case['expect']>;
  readonly triage?: Partial<NonNullable<Case['triage']>> | null;
  readonly draft?: Partial<NonNullable<Case['draft']>> | null;
  readonly more?: Partial<Case>;
}

/** A case, with what a test wants otherwise. */
export const given = ({ id = 'T-1', expect: wanted, triage: said, draft: drafted, more }: Given = {}): Case => ({
  ticketId: id,
  messageId: id,
  wave: 1,
  tags: [],
  expect: { intent: 'refund', outcome: 'agent', articleId: 'refunds', ...wanted },
  taught: true,
  route: 'sent',
  queue: null,
  reasons: [],
  stoppedBy: [],
  triage: said === null ? null : { ...triage, ...said },
  draft: drafted === null ? null : { ...draft, cited: [...draft.cited], ...drafted },
  found: ['refunds', 'returns', 'delivery'],
  ...more,
});

/** Went to a person. */
export const toPerson = (...stoppedBy: string[]): Partial<Case> => ({
  route: 'person',
  queue: 'general',
  reasons: ['Not sure enough.'],
  stoppedBy,
});
