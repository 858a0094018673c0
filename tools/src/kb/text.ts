import { table } from '../dlq/table.ts';
import { pc } from '../output/colours.ts';
import { shortened, visible } from '../output/visible.ts';
import type { Article, ArticleDetail, CitingTicket } from './client.ts';

export const articleTable = (articles: readonly Article[]): string =>
  table(
    ['article', 'revision', 'status', 'from', 'changed', 'title'],
    articles.map(({ articleId, revision, status, origin, updatedAt, title }) => [
      visible(articleId),
      String(revision),
      status,
      origin.kind,
      updatedAt.slice(0, 10),
      shortened(title, 60),
    ]),
  );

export function articleText({ article, revisions, trial }: ArticleDetail): string {
  const { articleId, revision, status, retraction, title, intents, questions, body } = article;
  const why = retraction ? `: ${visible(retraction.why)}${retraction.by ? ` (${visible(retraction.by)})` : ''}` : '';
  return [
    `${pc.bold(visible(title))}  ${visible(articleId)}, revision ${revision}, ${status}${why}`,
    `Intents: ${intents.map((intent) => visible(intent)).join(', ') || 'none'}`,
    ...questions.map((question) => `? ${shortened(question, 100)}`),
    '',
    visible(body, { lines: true }),
    '',
    `Tickets of the last 90 days: ${trial.for} answered for good, ${trial.against} not, ${trial.open} too early to tell.`,
    table(
      ['revision', 'status', 'changed', 'by', 'questions', 'says'],
      revisions.map((each) => [
        String(each.revision),
        each.status,
        each.updatedAt,
        visible(each.origin.by ?? each.origin.kind),
        String(each.questions.length),
        shortened(each.body, 60),
      ]),
    ),
  ].join('\n');
}

export const ticketTable = (tickets: readonly CitingTicket[]): string =>
  table(
    ['ticket', 'customer', 'state', 'quoted in'],
    tickets.map(({ ticketId, customerId, state, cites }) => [
      visible(ticketId),
      visible(customerId ?? ''),
      state,
      cites.map((cite) => `${cite.in} of turn ${cite.turn} (revision ${cite.revision})`).join(', '),
    ]),
  );
