import { stat } from 'node:fs/promises';
import { type Inspection, inspectWorkspace } from '@throughline/workspace';
import { UsageError } from '../exit.ts';
import { progress } from '../output/progress.ts';
import { modelDir } from '../root.ts';
import type { Finding } from './finding.ts';
import { mistakesOf } from './mistakes.ts';
import { weakSpots } from './weak-spots.ts';

/**
 * All that is to be put right in a workspace, or to be bettered. Weak spots are looked for once there are no mistakes.
 *
 * @param quick leaves out what the models are asked for.
 * @throws UsageError where `dir` is no folder; ModelFileError where the models are not set up.
 */
export async function checkWorkspace(dir: string, { quick = false } = {}): Promise<Finding[]> {
  const isFolder = await stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new UsageError(`${dir} is no folder: \`throughline workspace new ${dir}\` makes one.`);
  const found = await inspectWorkspace(dir);
  const { problems, policy } = mistakesOf(found);
  if (problems.length > 0 || !policy) {
    return problems.map((problem) => ({ severity: 'mistake', rule: 'mistake', ...problem }));
  }
  return [...weakSpots(found, policy), ...(quick ? [] : await askModels(found))];
}

/** Texts at a time: triage embeds all at once, and who is beside whom moves a vector a little. */
const BATCH = 256;

async function askModels({ parts, taxonomy }: Inspection): Promise<Finding[]> {
  const [{ SentenceEmbedder, HybridRetriever }, { overlaps }, { asArticle, outOfReach, queries }, { notShown }] =
    await Promise.all([
      import('@throughline/models'),
      import('./overlap.ts'),
      import('./reach.ts'),
      import('./not-shown.ts'),
    ]);
  const examples = parts.intents.flatMap(({ value }) => value.examples);
  const bar = progress(
    'of examples, articles and searches',
    examples.length + parts.articles.length + queries(parts).length,
  );
  try {
    const embedder = await SentenceEmbedder.load(modelDir());
    const vectors: Float32Array[] = [];
    for (let i = 0; i < examples.length; i += BATCH) {
      const batch = examples.slice(i, i + BATCH);
      vectors.push(...(await embedder.embed(batch)));
      for (const _ of batch) bar.step();
    }
    const retriever = new HybridRetriever(embedder);
    for (const article of parts.articles) {
      await retriever.put(asArticle(article));
      bar.step();
    }
    return [
      ...overlaps(parts.intents, vectors),
      ...(taxonomy ? await notShown(taxonomy, embedder) : []),
      ...(await outOfReach(parts, retriever, bar.step)),
    ];
  } finally {
    bar.stop();
  }
}
