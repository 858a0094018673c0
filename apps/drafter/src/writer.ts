import { join } from 'node:path';
import type { Draft, Ticket, Triage } from '@throughline/contracts';
import { loadLlm, type PromptedLlm } from '@throughline/llm';
import type { ConfigOf } from '@throughline/platform';
import { readTone, type Tone } from '@throughline/workspace';
import type { Config } from './config.ts';
import { draftReply } from './draft-reply.ts';
import type { Knowledge } from './knowledge.ts';
import { rewrite } from './llm-writer.ts';

/** Picks who writes: the language model with the quoted reply behind it, or the quoted reply as it is. */
export class Writer {
  constructor(
    private readonly tone: Tone,
    private readonly llm?: PromptedLlm,
  ) {}

  async write(ticket: Ticket, triage: Triage, knowledge: Knowledge, signal?: AbortSignal): Promise<Draft> {
    const quoted = await draftReply(ticket, triage, knowledge, this.tone);
    if (!this.llm || quoted.kind !== 'reply') return quoted;
    return rewrite(quoted, ticket, this.llm, this.tone, { used: triage.llm?.usage, signal });
  }
}

/** Nothing is asked of the model yet. @throws Error where the prompt is missing; WorkspaceError with the mistakes of `tone.yaml` */
export const loadWriter = async (config: ConfigOf<typeof Config>): Promise<Writer> =>
  new Writer(await readTone(config.WORKSPACE), loadLlm('drafter', join(import.meta.dirname, '../prompts'), config));
