import { table } from '../dlq/table.ts';
import { counted } from '../output/counted.ts';
import { shortened } from '../output/visible.ts';
import { type Change, routeText } from './difference.ts';
import type { Moved, PolicyDiff } from './diff.ts';

/** What `policy diff` shows to people: the newest replies that would go another way, and counts. */
export function diffText(diff: PolicyDiff, limit: number): string {
  const { drafts, decisions, moved, toPerson, toCustomer, otherQueue, withoutPolicy, unreadable } = diff;
  const judged = `${counted(drafts, 'draft')} and ${counted(decisions, 'decision')} since ${diff.since}`;
  const notes = [
    withoutPolicy > 0 &&
      `${counted(withoutPolicy, 'event')} left out: the policy that they were routed by is not in Kafka.`,
    unreadable > 0 && `${counted(unreadable, 'record')} left out: the router could not read them either.`,
  ].filter((note) => note !== false);
  if (moved.length === 0) return [`All ${judged} would go the same way under ${diff.policy}.`, ...notes].join('\n');
  const shown = limit === 0 ? [] : moved.slice(-limit);
  const hidden = moved.length - shown.length;
  return [
    table(['time', 'ticket', 'turn', 'by', 'was', 'would be', 'because of'], shown.map(row)),
    ...(diff.rules.length > 0 ? [table(['replies', 'rule', 'change'], diff.rules.map(ruleRow))] : []),
    [
      `${moved.length.toLocaleString('en')} of ${judged} would go another way under ${diff.policy}${hidden > 0 ? ` (the newest ${shown.length} shown: --limit for more)` : ''}:`,
      `  to a person instead of the customer  ${toPerson}`,
      `  to the customer instead of a person  ${toCustomer}`,
      `  to another queue                     ${otherQueue}`,
      ...notes,
    ].join('\n'),
  ].join('\n\n');
}

const words = { added: 'acts now', gone: 'acts no more', queue: 'another queue' } as const;
const signs = { added: '+', gone: '-', queue: '~' } as const;

const row = ({ at, ticketId, turn, author, from, to, rules }: Moved): string[] => [
  at.slice(0, 19).replace('T', ' '),
  shortened(ticketId, 40),
  String(turn),
  shortened(author.id, 20),
  routeText(from),
  routeText(to),
  rules.length === 0 ? "the intent's or the default queue" : rules.map(because).join(', '),
];

const ruleRow = ({ replies, id, change }: PolicyDiff['rules'][number]): string[] => [
  String(replies),
  id,
  words[change],
];

const because = ({ change, id, evidence }: Change): string =>
  `${signs[change]}${id}${evidence ? ` (${shortened(evidence, 40)})` : ''}`;
