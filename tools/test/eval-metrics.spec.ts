import { compare } from '../src/eval/compare.ts';
import { confusions, mostConfused } from '../src/eval/confusion.ts';
import { coverageCurve } from '../src/eval/curve.ts';
import { type MetricName, metrics } from '../src/eval/metrics.ts';
import { beyond, measured } from '../src/eval/report.ts';
import { missesOf } from '../src/eval/text.ts';
import { given, toPerson } from './support/case.ts';

const cases = [
  given({ id: 'right' }),
  given({
    id: 'wrong',
    draft: { wrong: 'cites returns' },
    triage: { intent: 'return' },
    more: { found: ['returns', 'refunds'] },
  }),
  given({ id: 'doubt', more: toPerson('confidence'), triage: { intent: null, scope: 0.3 } }),
  given({
    id: 'untaught',
    expect: { articleId: undefined },
    draft: { kind: 'abstention', grounding: 0, cited: [] },
    more: { ...toPerson('abstention'), taught: false, found: [] },
  }),
  given({
    id: 'legal',
    expect: { outcome: 'human', queue: 'legal', articleId: undefined },
    draft: { misquoted: 1 },
    more: { ...toPerson('signal.legal_threat'), queue: 'legal' },
  }),
  given({
    id: 'nothing',
    expect: { intent: null, outcome: 'human', articleId: null },
    triage: { intent: null, scope: 0.2 },
    more: toPerson('out-of-scope'),
  }),
  given({
    id: 'bounce',
    expect: { intent: null, outcome: 'closed', articleId: undefined },
    triage: null,
    draft: null,
    more: { route: 'closed', found: [] },
  }),
];
const of = (name: MetricName) => metrics[name].of(cases);

describe('metrics', () => {
  it.each<[MetricName, number, number]>([
    ['highStakesRecall', 1, 1],
    ['highStakesRightQueue', 1, 1],
    ['coverage', 2 / 6, 6], // the bounce wants no answer
    ['sentPrecision', 1 / 2, 2],
    ['routineToPeople', 1 / 3, 3], // the untaught one counts apart
    ['untaughtToPeople', 1, 1],
    ['closedRecall', 1, 1],
    ['wronglyClosed', 0, 6],
    ['intentAccuracy', 3 / 5, 5],
    ['intentTop1', 1, 5],
    ['oosAcceptRate', 0, 1],
    ['oosSent', 0, 1],
    ['oosAuroc', 1, 6],
    ['retrievalHit1', 2 / 3, 3],
    ['retrievalHit3', 1, 3],
    ['citationValidity', 4 / 5, 5],
    ['abstentionRate', 1 / 6, 6],
    ['triageMs', 4, 6],
    ['draftMs', 6, 6],
    ['costUsd', 0, 7],
  ])('%s', (name, value, n) => {
    expect(of(name).value).toBeCloseTo(value);
    expect(of(name).n).toBe(n);
  });

  it('macro-F1 of the answers: refund 3 of 5 recognised, nothing else is one', () => {
    expect(of('intentMacroF1').value).toBeCloseTo((2 * 3) / (5 + 3));
  });

  it('calibration is of the likeliest intent where there is a right one', () => {
    expect(of('calibrationError').value).toBeCloseTo(0.1);
  });

  it('a high-stakes message that is closed unseen is missed', () => {
    const closed = given({ expect: { outcome: 'human', queue: 'legal' }, more: { route: 'closed' } });
    expect(metrics.highStakesRecall.of([closed])).toEqual({ value: 0, n: 1 });
    expect(metrics.wronglyClosed.of([closed])).toEqual({ value: 1, n: 1 });
  });
});

describe('a report', () => {
  it('has plain numbers, intervals beside them, and null for what nobody knows', () => {
    const report = measured([given()]);
    expect(report.metrics).toMatchObject({ coverage: 1, sentPrecision: 1, highStakesRecall: null });
    expect(report.intervals['highStakesRecall']).toEqual({ low: null, high: null, n: 0 });
  });

  it('is not certain because all went well: 3 of n may still fail', () => {
    expect(beyond({ value: 1, n: 60 }, { low: 1, high: 1 })).toEqual({ low: 0.95, high: 1 });
    expect(beyond({ value: 0, n: 2 }, { low: 0, high: 0 })).toEqual({ low: 0, high: 1 });
    expect(beyond({ value: 0.5, n: 60 }, { low: 0.4, high: 0.6 })).toEqual({ low: 0.4, high: 0.6 });
  });

  it('lists what went otherwise than expected', () => {
    const kinds = missesOf(cases).map(({ kind, cases: found }) => [kind, found.map(({ ticketId }) => ticketId)]);
    expect(kinds).toEqual([
      ['wrongly sent', ['wrong']],
      ['routine to a person', ['doubt']],
    ]);
  });
});

describe('coverage against precision', () => {
  it('lets the surest through first, and what other rules stop never', () => {
    const sure = (id: string, confidence: number, grounding: number, wrong: string | null, more = {}) =>
      given({ id, triage: { candidates: [{ id: 'refund', confidence }] }, draft: { grounding, wrong }, more });
    const points = coverageCurve(
      [
        sure('c', 0.3, 0.9, null, toPerson('confidence')),
        sure('a', 0.9, 0.9, null),
        sure('b', 0.9, 0.5, 'cites returns'),
        sure('never', 1, 1, null, toPerson('repeat-contact')),
      ],
      { confidence: 0.5, grounding: 0.5 },
    );
    expect(points).toEqual([
      { coverage: 1 / 4, precision: 1 },
      { coverage: 2 / 4, precision: 1 / 2 },
      { coverage: 3 / 4, precision: 2 / 3 },
    ]);
  });
});

describe('confusion', () => {
  it('counts what was taken for what, none of the intents included', () => {
    const found = confusions([...cases, given({ id: 'again', triage: { intent: 'return' } })]);
    expect(found).toEqual([
      { truth: 'refund', said: 'return', times: 2 },
      { truth: 'refund', said: '(none)', times: 1 },
    ]);
    expect(mostConfused(found, 2)).toEqual(['refund', 'return']);
  });
});

describe('comparing', () => {
  const many = (right: (i: number) => boolean) =>
    Array.from({ length: 100 }, (_, i) => given({ id: `T-${i}`, draft: { wrong: right(i) ? null : 'cites returns' } }));

  it('tells a real difference from none', () => {
    const { differences } = compare(
      many((i) => i % 2 === 0),
      many((i) => i % 10 !== 0),
    );
    expect(differences['sentPrecision']).toMatchObject({ before: 0.5, after: 0.9, verdict: 'better' });
    expect(differences['coverage']).toMatchObject({ before: 1, after: 1, verdict: 'noise' });
  });

  it('says worse where less would be better', () => {
    const stopped = many(() => true).map((c) => ({ ...c, ...toPerson('grounding') }));
    const { differences } = compare(
      many(() => true),
      stopped,
    );
    expect(differences['routineToPeople']).toMatchObject({ before: 0, after: 1, verdict: 'worse' });
  });

  it('takes one message more or less for noise', () => {
    const { differences } = compare(
      many((i) => i % 10 !== 0),
      many((i) => i % 10 !== 0 || i === 0),
    );
    expect(differences['sentPrecision']!.verdict).toBe('noise');
  });

  it('looks only at messages that both have', () => {
    const found = compare([given({ id: 'a' }), given({ id: 'b' })], [given({ id: 'b' }), given({ id: 'c' })]);
    expect(found).toMatchObject({ shared: 1, onlyBefore: 1, onlyAfter: 1 });
    expect(compare([given({ id: 'a' })], [given({ id: 'b' })]).differences).toEqual({});
  });
});
