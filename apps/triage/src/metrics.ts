import { metrics } from '@opentelemetry/api';
import { type Evidence, showings } from './evidence.ts';

const meter = metrics.getMeter('@throughline/triage');

/** How many decisions of people are evidence for the workspace's bound; 2,000 at most. */
const decisions = meter.createObservableGauge('throughline.bound.decisions', { unit: '{decision}' });
/** Shares in [0, 1], by `evidence` (`examples`, `decisions`) and `intent` (absent: those that are pooled). */
const upper = meter.createObservableGauge('throughline.bound.upper', {
  description:
    'The largest credible share of wrong replies above the threshold; what is stated is `throughline.bound.stated`.',
});
const stated = meter.createObservableGauge('throughline.bound.stated', {
  description: 'The largest share of wrong replies that the workspace bears.',
});
const shown = meter.createObservableGauge('throughline.bound.shown', {
  description: '1 where agents may answer, 0 where the bound can not be shown and people do.',
});

/** Says at each reading of the metrics what the bound is shown by, and whether it is. */
export function watchBound(evidence: Evidence): void {
  const all = [decisions, upper, stated, shown];
  meter.addBatchObservableCallback((result) => {
    const { assurance } = evidence;
    result.observe(decisions, evidence.decisions);
    result.observe(stated, assurance.bound.wrong);
    for (const [intent, found] of showings(assurance)) {
      const of = { evidence: evidence.shownBy, ...(intent !== undefined && { intent }) };
      result.observe(upper, found.upper, of);
      result.observe(shown, found.threshold === null ? 0 : 1, of);
    }
  }, all);
}
