import { type DataOf, ReplyApproved, ReplyDrafted, ReviewDecided, ReviewRequested } from '@throughline/contracts';
import { parsePolicy } from '@throughline/guardrails';
import type { Routed } from '../src/route.ts';

export const policy = parsePolicy('allowedDomains: [shop.example]');

export const drafted = ReplyDrafted.example;
export const decided = ReviewDecided.example;

/** The data of an approval, checked against its contract; fails for anything else. */
export function approval(routed: Routed | undefined): DataOf<typeof ReplyApproved> {
  expect(routed?.contract.name).toBe('reply.approved');
  return ReplyApproved.schema.parse(routed?.data);
}

/** The data of a review request, checked against its contract; fails for anything else. */
export function request(routed: Routed | undefined): DataOf<typeof ReviewRequested> {
  expect(routed?.contract.name).toBe('review.requested');
  return ReviewRequested.schema.parse(routed?.data);
}
