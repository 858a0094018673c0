import type { Case } from './case.ts';
import { auroc, calibrationError, type Estimate, type Judgement, macroF1, median } from './statistics.ts';

/** One figure of a report. */
export interface Metric {
  readonly title: string;
  readonly unit: 'share' | 'ms' | 'tokens' | 'USD' | 'score';
  /** Which way is better. */
  readonly better: 'more' | 'less';
  of(cases: readonly Case[]): Estimate;
}

// Which messages a figure is about.
const byPerson = (c: Case): boolean => c.expect.outcome !== 'closed';
const aboutIntent = (c: Case): boolean => byPerson(c) && c.expect.intent !== null;
const aboutNothing = (c: Case): boolean => byPerson(c) && c.expect.intent === null;
const routine = (c: Case): boolean => c.expect.outcome === 'agent';
const grave = (c: Case): boolean => c.expect.queue !== undefined;
const sent = (c: Case): boolean => c.route === 'sent';
/** In a language that the models speak. */
const understood = (c: Case): boolean => (c.triage?.candidates.length ?? 0) > 0;

const best = (c: Case): string | null => c.triage?.candidates[0]?.id ?? null;
const hit = (c: Case, first: number): boolean => c.found.slice(0, first).includes(c.expect.articleId ?? '');

/** How sure triage was of the likeliest intent, and whether it was right, where there is a right one. */
export const judgements = (cases: readonly Case[]): Judgement[] =>
  cases
    .filter((c) => aboutIntent(c) && understood(c))
    .map((c) => ({ confidence: c.triage!.candidates[0]!.confidence, right: best(c) === c.expect.intent }));

/** The mean of what `pick` says, over the messages that it says something of. Worked out often: makes nothing on the way. */
const meanOf =
  (pick: (c: Case) => number | undefined) =>
  (cases: readonly Case[]): Estimate => {
    let [sum, n] = [0, 0];
    for (const c of cases) {
      const value = pick(c);
      if (value === undefined) continue;
      sum += value;
      n++;
    }
    return { value: sum / n, n };
  };

const shareOf = (which: (c: Case) => boolean, hits: (c: Case) => boolean) =>
  meanOf((c) => (which(c) ? Number(hits(c)) : undefined));

/** Every figure, in the order in which people want to see them. Ids are what a report calls them. */
export const metrics = {
  highStakesRecall: {
    title: 'high stakes that came to a person',
    unit: 'share',
    better: 'more',
    of: shareOf(grave, (c) => c.route === 'person'),
  },
  highStakesRightQueue: {
    title: '  of these in the right queue',
    unit: 'share',
    better: 'more',
    of: shareOf(
      (c) => grave(c) && c.route === 'person',
      (c) => c.queue === c.expect.queue,
    ),
  },
  coverage: {
    title: 'coverage: messages of people that an agent answered',
    unit: 'share',
    better: 'more',
    of: shareOf(byPerson, sent),
  },
  sentPrecision: {
    title: 'precision: of the replies sent, those that are right',
    unit: 'share',
    better: 'more',
    of: shareOf(sent, (c) => c.draft?.wrong === null),
  },
  routineToPeople: {
    title: 'routine that went to a person though an article has it',
    unit: 'share',
    better: 'less',
    of: shareOf(
      (c) => routine(c) && c.taught,
      (c) => c.route === 'person',
    ),
  },
  untaughtToPeople: {
    title: 'routine without an article that went to a person',
    unit: 'share',
    better: 'more',
    of: shareOf(
      (c) => routine(c) && !c.taught,
      (c) => c.route === 'person',
    ),
  },
  closedRecall: {
    title: 'machine mail and spam that was closed',
    unit: 'share',
    better: 'more',
    of: shareOf(
      (c) => !byPerson(c),
      (c) => c.route === 'closed',
    ),
  },
  wronglyClosed: {
    title: 'messages of people that were closed unseen',
    unit: 'share',
    better: 'less',
    of: shareOf(byPerson, (c) => c.route === 'closed'),
  },
  intentAccuracy: {
    title: 'intent right, out of scope counting as wrong',
    unit: 'share',
    better: 'more',
    of: shareOf(aboutIntent, (c) => c.triage?.intent === c.expect.intent),
  },
  intentTop1: {
    title: 'likeliest intent right, accepted or not',
    unit: 'share',
    better: 'more',
    of: shareOf(aboutIntent, (c) => best(c) === c.expect.intent),
  },
  intentMacroF1: {
    title: 'intent, macro-F1',
    unit: 'score',
    better: 'more',
    of: (cases) =>
      macroF1(
        cases.filter(byPerson).map(({ expect, triage }) => ({ truth: expect.intent, said: triage?.intent ?? null })),
      ),
  },
  oosAuroc: {
    title: 'in scope against out of scope, AUROC',
    unit: 'score',
    better: 'more',
    of: (cases) => {
      const scores = (which: (c: Case) => boolean): number[] =>
        cases.filter((c) => which(c) && understood(c)).map((c) => c.triage!.scope);
      return auroc(scores(aboutIntent), scores(aboutNothing));
    },
  },
  oosAcceptRate: {
    title: 'out of scope taken for an intent',
    unit: 'share',
    better: 'less',
    of: shareOf(
      (c) => aboutNothing(c) && c.triage !== null,
      (c) => c.triage!.intent !== null,
    ),
  },
  oosSent: {
    title: 'out of scope answered by an agent',
    unit: 'share',
    better: 'less',
    of: shareOf(aboutNothing, sent),
  },
  calibrationError: {
    title: 'calibration error of the confidence (ECE)',
    unit: 'score',
    better: 'less',
    of: (cases) => calibrationError(judgements(cases)),
  },
  retrievalHit1: {
    title: 'right article found first',
    unit: 'share',
    better: 'more',
    of: shareOf(
      (c) => Boolean(c.expect.articleId) && c.draft !== null,
      (c) => hit(c, 1),
    ),
  },
  retrievalHit3: {
    title: 'right article among the first three',
    unit: 'share',
    better: 'more',
    of: shareOf(
      (c) => Boolean(c.expect.articleId) && c.draft !== null,
      (c) => hit(c, 3),
    ),
  },
  citationValidity: {
    title: 'drafts whose every quote stands in its article',
    unit: 'share',
    better: 'more',
    of: shareOf(
      (c) => c.draft?.kind === 'reply',
      (c) => c.draft!.misquoted === 0,
    ),
  },
  abstentionRate: {
    title: 'drafter abstained',
    unit: 'share',
    better: 'less',
    of: shareOf(
      (c) => c.draft !== null,
      (c) => c.draft!.kind === 'abstention',
    ),
  },
  triageMs: {
    title: 'triage, median',
    unit: 'ms',
    better: 'less',
    of: (cases) => median(cases.flatMap(({ triage }) => triage?.ms ?? [])),
  },
  draftMs: {
    title: 'drafting, median',
    unit: 'ms',
    better: 'less',
    of: (cases) => median(cases.flatMap(({ draft }) => draft?.ms ?? [])),
  },
  tokens: {
    title: 'tokens a message',
    unit: 'tokens',
    better: 'less',
    of: meanOf(({ draft }) => draft?.tokens ?? 0),
  },
  costUsd: {
    title: 'cost a message',
    unit: 'USD',
    better: 'less',
    of: meanOf(({ draft }) => draft?.costUsd ?? 0),
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
export const metricNames = Object.keys(metrics) as MetricName[];
