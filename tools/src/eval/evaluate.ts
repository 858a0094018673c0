import type { DataOf, Draft, ReplyApproved, ReviewRequested, Triage } from '@throughline/contracts';
import { draftReply, PASSAGES } from '@throughline/drafter/rule';
import { type Now, quoteProblems, standsIn } from '@throughline/guardrails';
import { cleanMessage } from '@throughline/models';
import { routeDraft } from '@throughline/router/rule';
import { assess } from '@throughline/triage/rule';
import type { SampleTicket, Workspace } from '@throughline/workspace';
import { waves } from '../demo/report.ts';
import { wrongSend } from '../demo/verdict.ts';
import type { Agents, Heard } from './agents.ts';
import type { Case } from './case.ts';
import { FrontDoor, type Opened } from './front-door.ts';
import { usageOf } from './usage.ts';

/**
 * Takes the messages through triage, drafter and router: the functions that the services run, with the context that intake
 * attaches. Wave by wave as the demo plays them, people deciding in between; but nothing is learned, the articles stay
 * those of the workspace. Of several messages of one ticket in a wave the last is judged, as the demo does.
 *
 * @returns a case for each message that says what ought to come of it
 */
export async function evaluate(agents: Agents, workspace: Workspace, step: () => void): Promise<Case[]> {
  const door = new FrontDoor(workspace);
  const known = new Set(workspace.articles.flatMap(({ intents }) => intents));
  const bodies = new Map(workspace.articles.map(({ articleId, body }) => [articleId, body]));
  const cases: Case[] = [];
  for (const [, messages] of waves(workspace)) {
    const last = new Map(messages.map((message) => [message.ticketId, message]));
    const drafted = new Map<string, string>();
    for (const message of messages) {
      const opened = door.open(message);
      step();
      if (last.get(message.ticketId) !== message) continue;
      const found = await handle(agents, opened);
      remember(door, opened, found);
      if (found.draft?.kind === 'reply') drafted.set(message.ticketId, found.draft.text);
      if (message.expect) cases.push(caseOf(message, found, known, bodies));
    }
    door.decide(workspace.reviews, drafted);
  }
  return cases;
}

interface Handled {
  readonly closed?: string;
  readonly triage?: Triage;
  readonly scope?: number;
  readonly draft?: Draft;
  readonly routed?: ReturnType<typeof routeDraft>;
  readonly found: readonly string[];
  readonly triageMs: number;
  readonly draftMs: number;
}

async function handle({ brain, heard, knowledge, tone, policy }: Agents, opened: Opened): Promise<Handled> {
  const { ticket } = opened;
  const started = performance.now();
  const assessed = await assess(ticket, brain.classifier, brain);
  const triageMs = performance.now() - started;
  if ('closed' in assessed) return { closed: assessed.closed.reason, found: [], triageMs, draftMs: 0 };
  const { triage } = assessed;
  const scope = scopeOf(heard);
  const before = performance.now();
  const draft = await draftReply(ticket, triage, knowledge, tone);
  const draftMs = performance.now() - before;
  const now: Now = {
    killSwitch: false,
    quoteProblems: (cited) => quoteProblems(cited, (id) => knowledge.retriever.article(id)),
  };
  const routed = routeDraft({ ...opened, triage, draft }, { kind: 'agent', id: 'drafter' }, policy, now);
  const passages = await knowledge.retriever.search(cleanMessage(ticket), { k: PASSAGES, intent: triage.intent?.id });
  const found = [...new Set(passages.map(({ articleId }) => articleId))];
  return { triage, scope, draft, routed, found, triageMs, draftMs };
}

/** The classifier's own score; else confidence × similarity stands in for it. */
function scopeOf({ last }: Heard): number {
  return last?.score ?? (last?.candidates[0]?.confidence ?? 0) * (last?.similarity ?? 0);
}

type Approved = DataOf<typeof ReplyApproved>;
type Review = DataOf<typeof ReviewRequested>;

const approved = ({ routed }: Handled): Approved | undefined =>
  routed && 'reply' in routed.data ? routed.data : undefined;
const review = ({ routed }: Handled): Review | undefined =>
  routed && 'queue' in routed.data ? routed.data : undefined;

function remember(door: FrontDoor, opened: Opened, handled: Handled): void {
  const intent = handled.triage?.intent?.id;
  const reply = approved(handled)?.reply;
  const asked = review(handled);
  if (reply) door.answer(opened, 'agent', reply.text, intent);
  else if (asked) door.review(opened, asked.queue, intent);
}

function caseOf(
  message: SampleTicket,
  handled: Handled,
  known: ReadonlySet<string>,
  bodies: ReadonlyMap<string, string>,
): Case {
  const { ticketId, messageId, wave, tags } = message;
  const expect = message.expect!;
  const asked = review(handled);
  return {
    ticketId,
    messageId,
    wave,
    tags,
    expect,
    taught: expect.intent === null || known.has(expect.intent),
    route: handled.closed === undefined ? (asked ? 'person' : 'sent') : 'closed',
    queue: asked?.queue ?? null,
    reasons: handled.closed === undefined ? (asked?.reasons ?? []) : [handled.closed],
    stoppedBy: (asked?.rules ?? []).filter(({ effect }) => effect !== 'observe').map(({ id }) => id),
    triage: triageCase(handled),
    draft: draftCase(expect, handled, bodies),
    found: [...handled.found],
  };
}

function triageCase({ triage, scope = 0, triageMs }: Handled): Case['triage'] {
  if (!triage) return null;
  const { intent, candidates, language } = triage;
  const signals = [...new Set(triage.signals.map(({ kind }) => kind))];
  return { intent: intent?.id ?? null, candidates, scope, language, signals, ms: triageMs };
}

function draftCase(
  expect: NonNullable<SampleTicket['expect']>,
  { triage, draft, draftMs }: Handled,
  bodies: ReadonlyMap<string, string>,
): Case['draft'] {
  if (!triage || !draft) return null;
  const shared = { writer: draft.writer, ms: draftMs, ...usageOf([triage, draft]) };
  if (draft.kind === 'abstention') {
    return { ...shared, kind: 'abstention', grounding: 0, cited: [], misquoted: 0, wrong: null };
  }
  const { text, citations, grounding } = draft;
  return {
    ...shared,
    kind: 'reply',
    grounding,
    cited: citations.map(({ articleId }) => articleId),
    misquoted: citations.filter(({ articleId, quote }) => !standsIn(quote, bodies.get(articleId) ?? '')).length,
    wrong: wrongSend({ expect, citations, reply: text }) ?? null,
  };
}
