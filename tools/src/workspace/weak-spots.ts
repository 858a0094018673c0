import type { Policy } from '@throughline/guardrails';
import type { Inspection, Located, Parts, WorkspaceArticle } from '@throughline/workspace';
import { type Finding, warning } from './finding.ts';

/** Five examples are a start; with ten the classifier is right in 92 of 100 cases (CLINC150, 150 intents). */
const FEW = 5;

/** Weak spots that show without asking the models. */
export function weakSpots(found: Inspection, policy: Policy): Finding[] {
  const { parts } = found;
  return [
    ...unreadFields(found),
    ...unknownQueues(parts, policy),
    ...fewExamples(parts),
    ...withoutArticle(parts),
    ...withoutExpectation(parts),
  ];
}

function unreadFields({ taxonomy, parts }: Inspection): Finding[] {
  const all: Located<unknown>[] = [...parts.articles, ...parts.customers, ...parts.tickets, ...parts.reviews];
  if (taxonomy) all.unshift(taxonomy);
  return all.flatMap((located) =>
    located.ignored.map((path) =>
      warning('unread-field', located, path, 'nobody reads this field; correct its name or take it out'),
    ),
  );
}

function unknownQueues({ intents, tickets }: Parts, { document: { humanQueues } }: Policy): Finding[] {
  const known = new Set([humanQueues.default, ...humanQueues.others]);
  const of = (located: Located<unknown>, path: string[], queue: string | undefined): Finding[] => {
    if (queue === undefined || known.has(queue)) return [];
    return [
      warning('unknown-queue', located, path, `the policy has no queue '${queue}'; add it to humanQueues.others`),
    ];
  };
  return [
    ...intents.flatMap((intent) => of(intent, ['queue'], intent.value.queue)),
    ...tickets.flatMap((ticket) => of(ticket, ['expect', 'queue'], ticket.value.expect?.queue)),
  ];
}

function fewExamples({ intents }: Parts): Finding[] {
  return intents.flatMap((intent) => {
    const { id, examples } = intent.value;
    if (examples.length >= FEW) return [];
    const has = `'${id}' has ${examples.length} example${examples.length === 1 ? '' : 's'}`;
    return [warning('few-examples', intent, ['examples'], `${has}; ${FEW} are a start, 10 do well`)];
  });
}

/** High-stakes matters need none: a person writes. */
function withoutArticle({ intents, articles }: Parts): Finding[] {
  const answered = new Set(articles.flatMap(({ value }: Located<WorkspaceArticle>) => value.intents));
  return intents.flatMap((intent) => {
    const { id, highStakes } = intent.value;
    if (highStakes || answered.has(id)) return [];
    return [
      warning(
        'no-article',
        intent,
        ['id'],
        `no article names '${id}' among its intents: its tickets go to people; write one`,
      ),
    ];
  });
}

function withoutExpectation({ tickets }: Parts): Finding[] {
  return tickets.flatMap((ticket) =>
    ticket.value.expect
      ? []
      : [
          warning(
            'no-expect',
            ticket,
            ['expect'],
            `${ticket.value.ticketId} doesn't say what ought to come of it, so a wrong reply goes unnoticed; add expect`,
          ),
        ],
  );
}
