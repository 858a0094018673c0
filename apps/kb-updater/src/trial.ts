import type { DataOf, EventOf, ReviewDecided, TicketResolved } from '@throughline/contracts';
import { keptCitations } from '@throughline/guardrails';
import { type Article, retract, revised } from './article.ts';
import type { UseDoc } from './schemas.ts';

/** How the tickets that an article answered went on: for it, against it, or too early to tell. */
export interface Tally {
  for: number;
  against: number;
  open: number;
}

/** So many for an article confirm it, so many against retire it. */
export interface Limits {
  readonly for: number;
  readonly against: number;
}

/** What becomes of an article on trial; the same article where nothing is decided. Against comes first: it does harm. */
export function judged(article: Article, tally: Tally, limits: Limits, at: string): Article {
  if (article.status !== 'trial') return article;
  if (tally.against >= limits.against) {
    const of = tally.for + tally.against + tally.open;
    return retract(article, { why: `Its trial failed: ${tally.against} of ${of} tickets speak against it.` }, at);
  }
  return tally.for >= limits.for ? revised(article, { status: 'active' }, at) : article;
}

/**
 * Whether this ticket shows that the earlier reply did not help: the same ticket was answered again on no other intent (and
 * not in good humour: 'thank you' is no complaint), or another of this customer's has the same intent.
 */
export function cameBack(use: UseDoc, { ticketId, turn, triage }: DataOf<typeof TicketResolved>): boolean {
  const intent = triage?.intent?.id;
  if (use.ticketId !== ticketId) return intent !== undefined && intent === use.intent;
  if (turn <= use.turn || triage?.sentiment === 'positive') return false;
  return intent === undefined || use.intent === null || intent === use.intent;
}

/** The cited articles that a reviewer threw out: their quotes are not in what the reviewer wrote instead. */
export function overridden({ data: { action, draft, text } }: EventOf<typeof ReviewDecided>) {
  if (draft?.kind !== 'reply' || !text || (action !== 'write' && action !== 'edit')) return [];
  const kept = keptCitations(draft, text).map(({ articleId }) => articleId);
  return draft.citations.filter(({ articleId }) => !kept.includes(articleId));
}
