import { KbArticle } from '@throughline/contracts';
import { Articles } from '../src/articles.ts';

const { articleId, body } = KbArticle.example;
const cites = (revision: number) => [{ articleId, revision, quote: body }];
const hour = 3_600_000;

const record = (revision: number) => ({ key: articleId, data: { ...KbArticle.example, revision } });

describe('an article that a reply cites', () => {
  it('is waited for where it is not known yet, and so is its revision', async () => {
    const articles = new Articles();
    const first = articles.known(cites(1), hour);
    articles.apply(record(1));
    await first;
    const second = articles.known(cites(2), hour);
    articles.apply({ key: 'another', data: KbArticle.example });
    articles.apply(record(2));
    await second;
    expect(articles.problems(cites(2))).toEqual([]);
  });

  it('is not waited for for ever: then it is in doubt', async () => {
    const articles = new Articles();
    await articles.known(cites(1), 1);
    expect(articles.problems(cites(1))).toEqual([`there is no article ${articleId}`]);
  });

  it('is gone once it was removed', () => {
    const articles = new Articles();
    articles.apply(record(1));
    articles.apply({ key: articleId, data: null });
    expect(articles.problems(cites(1))).toHaveLength(1);
  });
});
