import { createHash } from 'node:crypto';
import type { Review } from './review.ts';

/** All that a person sees before deciding, and nothing that changes while they look at it but news of the matter itself. */
export function evidenceOf({ current, earlier, newer, suggestions }: Review) {
  const { turn, reasons, rules, ticket, triage, draft, refused, reply } = current;
  return {
    turn,
    reasons,
    rules,
    ...(ticket && { ticket }),
    ...(triage && { triage }),
    ...(draft && { draft }),
    ...(refused && { refused }),
    ...(reply && { reply }),
    ...(newer && { newer }),
    suggestions,
    earlier: earlier.map((e) => ({ turn: e.turn, at: e.at, from: e.from, queue: e.queue, reasons: e.reasons })),
  };
}

/** JSON with the members of every object in order of their names, as in RFC 8785: equal values, equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, v]) => v !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`;
}

/** SHA-256, hex, of the evidence: what a decision says it was based on. */
export const shownHash = (review: Review): string =>
  createHash('sha256')
    .update(canonicalJson(evidenceOf(review)))
    .digest('hex');
