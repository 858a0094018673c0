import type { TicketReport } from './report.ts';

/** What went otherwise than the workspace expects; the worst first. */
export const missKinds = ['missed high stakes', 'wrong send', 'silenced', 'to a person', 'not closed'] as const;
export type MissKind = (typeof missKinds)[number];

/** One ticket that came to something else than expected. */
export interface Miss {
  readonly kind: MissKind;
  readonly why: string;
}

/** A person saw it: they answered, are to answer, or closed it. */
const toPerson = ({ outcome, queue }: TicketReport): boolean =>
  outcome === 'human' || outcome === 'waiting' || (outcome === 'closed' && queue !== null);

/** What about a ticket is not as the workspace expects; undefined where all is, or nothing is expected. */
export function missOf(report: TicketReport): Miss | undefined {
  const { expect, outcome } = report;
  if (!expect) return undefined;
  if (expect.queue && !toPerson(report)) return { kind: 'missed high stakes', why: `${outcome}, expected a person` };
  if (outcome === 'agent') {
    const why = wrongSend(report);
    return why === undefined ? undefined : { kind: 'wrong send', why };
  }
  if (expect.outcome === 'closed') {
    return outcome === 'closed' ? undefined : { kind: 'not closed', why: report.reasons.join(' ') };
  }
  if (!toPerson(report)) return { kind: 'silenced', why: `${outcome}: ${report.reasons.join(' ')}` };
  return expect.outcome === 'agent' ? { kind: 'to a person', why: report.reasons.join(' ') } : undefined;
}

/** Why an agent should not have sent this: a person was wanted, or it lacks what a right answer cites and says. */
export function wrongSend({
  expect,
  citations,
  reply,
}: Pick<TicketReport, 'expect' | 'reply'> & {
  readonly citations: readonly { readonly articleId: string }[];
}): string | undefined {
  if (!expect) return undefined;
  if (expect.outcome !== 'agent') return `sent, expected ${expect.outcome}`;
  if (expect.articleId && !citations.some((c) => c.articleId === expect.articleId)) {
    return `cites ${citations.map((c) => c.articleId).join(', ')}, expected ${expect.articleId}`;
  }
  const unsaid = (expect.says ?? []).filter((text) => !reply?.includes(text));
  return unsaid.length > 0 ? `does not say '${unsaid.join("', '")}'` : undefined;
}

/** So many of so many. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

/** How far the machine did what the workspace expects. */
export interface Figures {
  /** Tickets with an outcome, or waiting for a person. */
  readonly settled: Share;
  /** Of the messages that belong in a queue of their own, those that a person got. */
  readonly highStakes: Share;
  /** Of those, the ones that came to the right queue. */
  readonly rightQueue: Share;
  /** Of what an agent should have answered, what a person got. */
  readonly routineToPeople: Share;
  /** Of what agents sent, what they should not have, or not so. */
  readonly wrongSends: Share;
  /** Of what only people's answers in an earlier wave can have taught, what agents answered, and rightly. */
  readonly learned: Share;
  /** Of what people wrote, high stakes included, what was closed unseen. */
  readonly silenced: Share;
}

const share = <T>(list: readonly T[], hit: (item: T) => boolean): Share => ({
  hits: list.filter(hit).length,
  of: list.length,
});

/** @param own the articles that the workspace itself holds: an answer from another one was learned */
export function figures(reports: readonly TicketReport[], own: ReadonlySet<string>): Figures {
  const expected = (outcome: string): TicketReport[] => reports.filter((r) => r.expect?.outcome === outcome);
  const grave = reports.filter((r) => r.expect?.queue);
  // No article is named where none existed when the ticket was written.
  const taughtByPeople = expected('agent').filter((r) => r.expect?.articleId === undefined);
  const fromLearned = ({ citations }: TicketReport): boolean => citations.some((c) => !own.has(c.articleId));
  return {
    settled: share(reports, (r) => r.outcome !== 'open'),
    highStakes: share(grave, toPerson),
    rightQueue: share(grave.filter(toPerson), (r) => r.queue === r.expect?.queue),
    routineToPeople: share(expected('agent'), toPerson),
    wrongSends: share(
      reports.filter((r) => r.outcome === 'agent'),
      (r) => missOf(r) !== undefined,
    ),
    learned: share(taughtByPeople, (r) => r.outcome === 'agent' && !missOf(r) && fromLearned(r)),
    silenced: share([...expected('agent'), ...expected('human')], (r) => r.outcome === 'closed' && r.queue === null),
  };
}
