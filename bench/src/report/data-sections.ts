import type { Clinc150Result } from '../commands/clinc150.ts';
import type { ClincBoundResult } from '../commands/clinc-bound.ts';
import type { ClincShopResult } from '../commands/clinc-shop.ts';
import type { StartupResult } from '../commands/startup.ts';
import { median } from '../stats.ts';
import { type Section, table } from './document.ts';
import { computer } from './machine.ts';

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const from = (): string => `_${computer()}._`;

export function clinc150Section(found: Clinc150Result): Section {
  const rows = found.rounds.map((r) => [
    r.seed,
    percent(r.accuracy),
    r.auroc.toFixed(3),
    percent(r.acceptedInScope),
    percent(r.acceptedOutOfScope),
    r.trainSeconds,
  ]);
  return {
    markdown: [
      `${found.intents} intents, ${found.examples} examples each; ${found.texts.toLocaleString('en')} texts in scope, ${found.outOfScope.toLocaleString('en')} out of scope. Median of the draws: accuracy **${percent(found.accuracy)}**, AUROC **${found.auroc.toFixed(3)}**, learned in ${found.trainSeconds} s.`,
      table(['draw of examples', 'accuracy', 'AUROC', 'in scope kept', 'out of scope kept', 's to learn'], rows),
      from(),
    ].join('\n\n'),
    charts: {},
  };
}

export function clincShopSection({ figures, seeds, flow, ...made }: ClincShopResult): Section {
  const cells = (f: typeof figures): string[] => [
    percent(f.intentTop1),
    percent(f.intentAccuracy),
    f.oosAuroc.toFixed(3),
    percent(f.oosAcceptRate),
    percent(f.coverage),
    percent(f.sentPrecision),
    percent(f.oosSent),
  ];
  const head = ['intent', 'intent, kept', 'AUROC', 'out of scope kept', 'coverage', 'precision', 'out of scope sent'];
  return {
    markdown: [
      `${made.intents} intents (banking, credit cards), ${made.examples} examples and one article each; ${made.inScope.toLocaleString('en')} tickets in scope, ${made.outOfScope.toLocaleString('en')} out of scope; the default policy.`,
      table(
        ['draw of examples', ...head],
        [...seeds.map((f, i) => [i + 1, ...cells(f)]), ['median', ...cells(figures)]],
      ),
      ...(flow
        ? [
            `Through the running services, the first draw: ${flow.sent} of ${flow.tickets} tickets answered by an agent, ${percent(flow.precision)} of them rightly; ${flow.outOfScopeSent} answers to what is out of scope.`,
          ]
        : []),
      from(),
    ].join('\n\n'),
    charts: {},
  };
}

export function clincBoundSection({ bound, rounds, ...found }: ClincBoundResult): Section {
  const shown = rounds.filter(({ threshold }) => threshold !== null);
  const spread = (values: readonly number[]): string =>
    [Math.min(...values), median(values), Math.max(...values)].map(percent).join(' / ');
  const row = (what: string, kind: 'alike' | 'test') => [
    what,
    `**${found.held[kind]} of ${rounds.length}**`,
    spread(shown.map((round) => round[kind].coverage)),
    spread(shown.map((round) => round[kind].wrong ?? 0)),
  ];
  return {
    markdown: [
      `At most ${percent(bound.wrong)} wrong, with ${percent(bound.confidence)} confidence, was shown in **${found.shown} of ${rounds.length}** draws: ${found.intents} intents (banking, credit cards), ${found.examples} examples each, ${found.outOfScopeExamples} texts out of scope. Coverage and wrong: least, median and most of those draws.`,
      table(
        ['tried on', 'held', 'coverage', 'wrong'],
        [
          row(`${found.inScope.alike} texts of the split that the examples come from`, 'alike'),
          row(`${found.inScope.test} texts of the test split`, 'test'),
        ],
      ),
      `With each, ${found.outOfScope} texts out of scope: ${spread(rounds.map((round) => round.outOfScopeAccepted))} were accepted; the classifier alone takes ${spread(rounds.map((round) => round.outOfScopeKept))} for an intent.`,
      from(),
    ].join('\n\n'),
    charts: {},
  };
}

export function startupSection({ intents, examples, rounds, ...medians }: StartupResult): Section {
  return {
    markdown: [
      `Triage from the start of its process to its readiness, ${intents} intents with ${examples} examples each: **${medians.first} s** the first time, **${medians.cached} s** with what that left in \`CACHE_DIR\` (medians).`,
      table(
        ['draw of examples', 's the first time', 's after'],
        rounds.map(({ first, cached }, i) => [i + 1, first, cached]),
      ),
      from(),
    ].join('\n\n'),
    charts: {},
  };
}
