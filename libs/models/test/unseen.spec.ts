import { unseenOutcomes } from '../src/unseen.ts';
import { wordEmbedder } from './setup/word-embedder.ts';

const about = (id: string) => ({ id, examples: [`my ${id} is late`, `a question on the ${id}`, `${id} trouble`] });

it('judges every example by what was learned from the others, and what is about nothing as wrong', async () => {
  const odd = { id: 'odd', examples: ['gardeners admire yellow zebras'] };
  const outcomes = await unseenOutcomes(wordEmbedder, [about('parcel'), about('refund'), odd], ['the moon is far']);
  expect(outcomes).toHaveLength(8);
  const right = (intent: string) => outcomes.filter((found) => found.intent === intent && found.right);
  expect([right('parcel').length, right('refund').length]).toEqual([3, 3]);
  // Its only example was kept back, so nobody could know it; nor is there a right answer to the last.
  expect(outcomes.filter((found) => !found.right)).toHaveLength(2);
  const surest = Math.min(...outcomes.filter((found) => found.right).map(({ score }) => score));
  expect(outcomes.at(-1)).toMatchObject({ right: false });
  expect(outcomes.at(-1)!.score).toBeLessThan(surest);
});
