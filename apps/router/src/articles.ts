import type { Citation, KbArticle } from '@throughline/contracts';
import { type QuotedArticle, quoteProblems } from '@throughline/guardrails';
import type { Followed } from '@throughline/messaging';

/** What the gate checks quotes against: every article as this replica knows it now. */
export class Articles {
  private readonly articles = new Map<string, QuotedArticle>();
  private readonly waiting = new Set<() => void>();

  apply({ key, data }: Followed<typeof KbArticle>): void {
    // Not the whole record: it may hold much that nobody here reads.
    if (data === null) this.articles.delete(key);
    else this.articles.set(key, { revision: data.revision, body: data.body, status: data.status });
    for (const look of this.waiting) look();
  }

  /** What is wrong with quotes, one sentence each. */
  readonly problems = (citations: readonly Citation[]): string[] =>
    quoteProblems(citations, (id) => this.articles.get(id));

  /**
   * Resolves when every cited revision is known, or a newer one, or after `withinMs` milliseconds: the drafter may have
   * heard of a revision before this replica did.
   */
  async known(citations: readonly Citation[], withinMs: number): Promise<void> {
    const all = (): boolean => citations.every(({ articleId, revision }) => this.has(articleId, revision));
    if (all()) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve();
      };
      const look = (): void => void (all() && finish());
      const timer = setTimeout(finish, withinMs);
      this.waiting.add(look);
    });
  }

  private has(articleId: string, revision: number): boolean {
    const known = this.articles.get(articleId);
    return known !== undefined && known.revision >= revision;
  }
}
