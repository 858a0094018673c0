import { SentenceEmbedder, HybridRetriever, type Embedder, type Retriever } from '@throughline/models';
import type { KbArticle } from '@throughline/contracts';
import type { Followed } from '@throughline/messaging';
import type { ConfigOf } from '@throughline/platform';
import type { Config } from './config.ts';

/** The knowledge base as this replica knows it: every article of the compacted topic, searchable. */
export class Knowledge {
  private readonly revisions = new Map<string, number>();

  constructor(
    readonly embedder: Embedder,
    readonly retriever: Retriever,
  ) {}

  /** An article as it is now, or gone. */
  async apply({ key, data }: Followed<typeof KbArticle>): Promise<void> {
    if (data === null || data.status === 'retracted') {
      this.retriever.remove(key);
      this.revisions.delete(key);
      return;
    }
    await this.retriever.put(data);
    this.revisions.set(key, data.revision);
  }

  /** Which revision of which article can be found now. */
  index(): Record<string, number> {
    return Object.fromEntries(this.revisions);
  }
}

/** @throws ModelFileError where the model is missing or another */
export async function loadKnowledge({ MODEL_DIR }: Pick<ConfigOf<typeof Config>, 'MODEL_DIR'>): Promise<Knowledge> {
  const embedder = await SentenceEmbedder.load(MODEL_DIR);
  return new Knowledge(embedder, new HybridRetriever(embedder));
}
