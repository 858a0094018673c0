import type { Citation, DataOf, Draft, Reply, ReviewDecided } from '@throughline/contracts';
import { occursIn } from './text.ts';

type Decision = DataOf<typeof ReviewDecided>;

/** A decision that asks for something to be sent; reassign and close ask for nothing. */
export type SendingDecision = Decision & { readonly action: Exclude<Decision['action'], 'reassign' | 'close'> };

/** Whether somebody decided to send something: what the knowledge base should say goes to no customer. */
export const sends = (data: Decision): data is SendingDecision =>
  data.action !== 'reassign' && data.action !== 'close' && data.kind !== 'conflict';

/** What a person wants to send; undefined where the decision holds no text: nothing was written, or nothing drafted. */
export function humanReply({ action, by, draft, reviewId, text }: SendingDecision): Reply | undefined {
  const kind = action === 'ask_back' ? 'question' : 'answer';
  const drafted = draft?.kind === 'reply' ? draft : undefined;
  const sent = action === 'approve' ? drafted?.text : text;
  if (!sent?.trim()) return undefined;
  const citations = action === 'approve' ? (drafted?.citations ?? []) : keptCitations(draft, sent);
  return { text: sent, kind, author: by, citations, review: { reviewId, action } };
}

/** The draft's citations whose quotes stand word for word in what a person sends instead of it; none of a draft that is no reply. */
export const keptCitations = (draft: Draft | undefined, text: string): Citation[] =>
  draft?.kind === 'reply' ? draft.citations.filter(({ quote }) => occursIn(quote, text)) : [];
