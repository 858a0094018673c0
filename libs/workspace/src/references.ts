import { type Located, type Path, type Place, type Problem, problemText } from './problems.ts';
import type { Customer, Intent, SampleReview, SampleTicket, WorkspaceArticle } from './shapes.ts';

/** What a workspace's files hold, each with its place. */
export interface Parts {
  readonly intents: readonly Located<Intent>[];
  readonly articles: readonly Located<WorkspaceArticle>[];
  readonly customers: readonly Located<Customer>[];
  readonly tickets: readonly Located<SampleTicket>[];
  readonly reviews: readonly Located<SampleReview>[];
}

interface Target {
  readonly file: string;
  readonly ids: ReadonlySet<string>;
}

/**
 * Ids that occur twice, and references that lead nowhere; each mistake goes to `problems`. Of a file that has mistakes
 * already it is not known what it would hold, so references into it are not judged.
 */
export function checkReferences(parts: Parts, problems: Problem[]): void {
  const broken = problems.map(problemText);
  const sound = (file: string): boolean => !broken.some((problem) => problem.startsWith(file));
  const intents: Target = { file: 'taxonomy.yaml', ids: unique(parts.intents, 'id', ({ id }) => id, problems) };
  const articles: Target = { file: 'kb/', ids: unique(parts.articles, 'id', ({ articleId }) => articleId, problems) };
  unique(parts.customers, 'customerId', ({ customerId }) => customerId, problems);
  unique(parts.tickets, 'messageId', ({ messageId }) => messageId, problems);
  const tickets: Target = {
    file: 'tickets.jsonl',
    ids: new Set(parts.tickets.map(({ value }) => value.ticketId)),
  };

  const refer = (to: Target, id: string | null | undefined, place: Place, field: string): void => {
    if (id === null || id === undefined || to.ids.has(id) || !sound(to.file)) return;
    problems.push({
      ...place,
      field,
      message: `'${id}' is in no entry of ${to.file}; correct it or add the entry`,
    });
  };
  for (const { value, at } of parts.articles) {
    for (const [i, id] of value.intents.entries()) refer(intents, id, at(['intents', i]), `intents.${i}`);
  }
  for (const { value, at } of parts.tickets) {
    refer(intents, value.expect?.intent, at([]), 'expect.intent');
    refer(articles, value.expect?.articleId, at([]), 'expect.articleId');
  }
  for (const { value, at } of parts.reviews) refer(tickets, value.ticketId, at([]), 'ticketId');
}

function unique<T>(
  list: readonly Located<T>[],
  field: string,
  id: (value: T) => string,
  problems: Problem[],
): Set<string> {
  const seen = new Map<string, Place>();
  const path: Path = [field];
  for (const { value, at } of list) {
    const first = seen.get(id(value));
    if (!first) seen.set(id(value), at(path));
    else {
      const message = `'${id(value)}' is used already at ${first.file}:${first.line}; give each its own`;
      problems.push({ ...at(path), field, message });
    }
  }
  return new Set(seen.keys());
}
