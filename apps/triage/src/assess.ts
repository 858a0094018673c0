import type { Ticket, Triage } from '@throughline/contracts';
import { cleanMessage, type Classification, type Classifier } from '@throughline/models';
import { detectLanguage } from '@throughline/models/language';
import type { Brain } from './brain.ts';
import { duplicate, type Duplicate } from './duplicate.ts';
import { machineMail, type MachineMail } from './machine-mail.ts';
import { severalMatters } from './signals.ts';
import { triage } from './triage.ts';

/** Either the message needs no reply, or what is known of it. */
export type Assessment = { readonly closed: MachineMail | Duplicate } | { readonly triage: Triage };

/** Asks the models about a message and puts the rules to it. */
export async function assess(
  ticket: Ticket,
  classifier: Classifier,
  { intents, evidence }: Pick<Brain, 'intents' | 'evidence'>,
): Promise<Assessment> {
  const closed = machineMail(ticket) ?? duplicate(ticket);
  if (closed) return { closed };
  const text = cleanMessage(ticket);
  const classification = await classify(text, ticket, classifier);
  const language = detectLanguage(text);
  const findings = { classification, language, model: classifier.model, assurance: evidence?.assurance };
  return { triage: triage(ticket, findings, intents) };
}

/** 'It still doesn't work' says nothing by itself: then what the customer wrote before it tells what about. */
async function classify(text: string, ticket: Ticket, classifier: Classifier): Promise<Classification> {
  const alone = await classifier.classify(text, { everySentence: severalMatters(ticket) });
  const before = ticket.thread.findLast(({ from }) => from === 'customer');
  if (!alone.outOfScope || !before) return alone;
  return classifier.classify(`${cleanMessage({ subject: '', body: before.text })}\n${text}`);
}
