import type { DataOf, KbArticle } from '@throughline/contracts';

/** An article of the knowledge base, as the contract `kb.article` has it. */
export type Article = DataOf<typeof KbArticle>;
