import type { Outcome } from '@throughline/models';
import { readMetrics } from '@throughline/platform/testing-metrics';
import { Evidence } from '../src/evidence.ts';

const { pointsOf, close } = readMetrics();

it('tells what a bound is shown by, and for which intents it is', async () => {
  const { watchBound } = await import('../src/metrics.ts');
  const of = (intent: string, count: number, right: boolean): Outcome[] =>
    Array.from({ length: count }, () => ({ intent, score: 0.5, right }));
  watchBound(
    new Evidence({ wrong: 0.03, confidence: 0.95 }, [...of('parcel', 200, true), ...of('refund', 200, false)]),
  );
  expect(await pointsOf('throughline.bound.decisions')).toEqual([[{}, 0]]);
  expect(await pointsOf('throughline.bound.stated')).toEqual([[{}, 0.03]]);
  expect(await pointsOf('throughline.bound.shown')).toEqual([
    [{ evidence: 'examples' }, 0],
    [{ evidence: 'examples', intent: 'parcel' }, 1],
    [{ evidence: 'examples', intent: 'refund' }, 0],
  ]);
  const upper = new Map(
    (await pointsOf('throughline.bound.upper')).map(([about, value]) => [about['intent'], Number(value)]),
  );
  expect(upper.get('parcel')).toBeLessThan(0.03);
  expect(upper.get('refund')).toBeGreaterThan(0.9);
  await close();
});
