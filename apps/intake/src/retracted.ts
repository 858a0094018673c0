import type { KbArticle, Reply } from '@throughline/contracts';
import type { Followed } from '@throughline/messaging';

/** The articles that must not be quoted any more, as far as this replica has heard. */
export class RetractedArticles {
  private readonly reasons = new Map<string, string>();

  apply({ key, data }: Followed<typeof KbArticle>): void {
    if (data === null) this.reasons.set(key, 'it was removed');
    else if (data.status === 'retracted') this.reasons.set(key, data.retraction?.why ?? 'no reason was given');
    else this.reasons.delete(key);
  }

  /** Why an agent's reply can't be said any more; a person knows what they say. */
  stops({ author, citations }: Pick<Reply, 'author' | 'citations'>): string | undefined {
    const cited = author.kind === 'agent' ? citations.find(({ articleId }) => this.reasons.has(articleId)) : undefined;
    return (
      cited && `Article ${cited.articleId}, which the reply quotes, was retracted: ${this.reasons.get(cited.articleId)}`
    );
  }
}
