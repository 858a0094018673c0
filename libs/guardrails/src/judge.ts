import type { Actor, Citation, DataOf, Reply, ReplyDrafted } from '@throughline/contracts';
import type { Verdict } from './evaluate.ts';
import { gate } from './gate.ts';
import { humanReply, type SendingDecision } from './human-reply.ts';
import type { Policy } from './policy.ts';

/** What is known when the gate is asked, beside the event itself. */
export interface Now {
  readonly killSwitch: boolean;
  /** What is wrong with quotes, as `quoteProblems` says it; for past events, whose articles are gone: nothing. */
  readonly quoteProblems: (citations: readonly Citation[]) => readonly string[];
}

/** What would be sent (undefined: there is no text) and what the gate says of it. */
export interface Judgement {
  readonly reply: Reply | undefined;
  readonly verdict: Verdict;
}

/** Puts a draft (or abstention) of an agent or a plugged-in program to the gate, as the reply of `author`. Never throws. */
export function judgeDraft(
  policy: Policy | undefined,
  data: DataOf<typeof ReplyDrafted>,
  author: Actor,
  now: Now,
): Judgement {
  const { draft } = data;
  const reply: Reply | undefined =
    draft.kind === 'reply' ? { text: draft.text, kind: 'answer', author, citations: draft.citations } : undefined;
  return { reply, verdict: gate(policy, { ...data, ...now, author, reply }) };
}

/** Puts a person's decision to the same gate. Never throws. */
export function judgeDecision(policy: Policy | undefined, data: SendingDecision, now: Now): Judgement {
  const reply = humanReply(data);
  return { reply, verdict: gate(policy, { ...data, ...now, author: data.by, reply }) };
}

/** Who a draft is from, by its event's `source`: a service of Throughline by its name, another program by its source. */
export const authorOf = (source: string): Actor => ({ kind: 'agent', id: source.replace(/^\/throughline\/(?=.)/, '') });
