import type { DataOf, KbArticle } from '@throughline/contracts';
import { Api } from '../local/api.ts';

/** An article as kb-updater shows it. */
export type Article = DataOf<typeof KbArticle>;

/** An article with all its revisions, and how the tickets that it answered went on. */
export interface ArticleDetail {
  readonly article: Article;
  readonly revisions: readonly Article[];
  readonly trial: { readonly for: number; readonly against: number; readonly open: number };
}

/** A ticket that quotes an article. */
export interface CitingTicket {
  readonly ticketId: string;
  readonly customerId: string | null;
  readonly state: string;
  readonly cites: readonly { readonly revision: number; readonly turn: number; readonly in: 'draft' | 'reply' }[];
}

/** A service's API with the token of the environment. @throws Error that says how to set it */
function api(url: string): Api {
  const token = process.env['THROUGHLINE_TOKEN'];
  if (!token) throw new Error("Set THROUGHLINE_TOKEN to one of the tokens of the services' API_TOKENS.");
  return new Api(url.replace(/\/+$/, ''), token);
}

const path = (id: string, rest = ''): string => `/v1/articles/${encodeURIComponent(id)}${rest}`;

export function articles(kb: string, filter: Readonly<Record<string, string | undefined>>): Promise<Article[]> {
  const given = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return api(kb).get(`/v1/articles?${new URLSearchParams(given).toString()}`);
}

export async function article(kb: string, id: string): Promise<ArticleDetail> {
  const found = await api(kb).get<Article>(path(id));
  const revisions = await api(kb).get<Article[]>(path(id, '/revisions'));
  return { article: found, revisions, trial: await api(kb).get(path(id, '/trial')) };
}

export const retract = (
  kb: string,
  id: string,
  why: string,
): Promise<{ articleId: string; revision: number; status: string; changed: boolean; reviews: number }> =>
  api(kb).delete(path(id, `?${new URLSearchParams({ why }).toString()}`));

export const ticketsCiting = (audit: string, id: string): Promise<CitingTicket[]> =>
  api(audit).get(path(id, '/tickets'));
