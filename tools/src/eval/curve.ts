import type { Case } from './case.ts';

/** Rules that stop a reply because somebody was not sure; all others hold whatever the thresholds are. */
const DOUBT: ReadonlySet<string> = new Set(['confidence', 'grounding']);

/** What would be sent if thresholds let so much through. */
export interface Point {
  /** Of the messages that people wrote, the share answered. */
  readonly coverage: number;
  /** Of those, the share answered rightly. */
  readonly precision: number;
}

/**
 * Coverage against precision (the risk-coverage curve of El-Yaniv and Wiener 2010, "On the Foundations of Noise-free
 * Selective Classification"): replies that only doubt keeps back or that went out, surest first. How sure is the
 * lesser of confidence and grounding, each beside its threshold.
 */
export function coverageCurve(
  cases: readonly Case[],
  thresholds: { readonly confidence: number; readonly grounding: number },
): Point[] {
  const sure = ({ triage, draft }: Case): number =>
    Math.min(
      (triage?.candidates[0]?.confidence ?? 0) / Math.max(thresholds.confidence, 0.01),
      (draft?.grounding ?? 0) / Math.max(thresholds.grounding, 0.01),
    );
  const all = cases.filter(({ expect }) => expect.outcome !== 'closed').length;
  const replies = cases
    .filter((c) => c.expect.outcome !== 'closed' && c.draft?.kind === 'reply')
    .filter(({ stoppedBy }) => stoppedBy.every((rule) => DOUBT.has(rule)))
    .toSorted((a, b) => sure(b) - sure(a));
  let right = 0;
  return replies.map((c, i) => {
    if (c.draft!.wrong === null) right++;
    return { coverage: (i + 1) / all, precision: right / (i + 1) };
  });
}
