import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SentenceEmbedder, ModelFileError } from '../src/index.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'model-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('names the missing file and the fix', async () => {
  await expect(SentenceEmbedder.load(dir)).rejects.toThrow(ModelFileError);
  // All are missing, and read side by side.
  await expect(SentenceEmbedder.load(dir)).rejects.toThrow(
    /(model\.onnx|tokenizer\.json) can't be read\. Run `npm run setup`/,
  );
});

it('refuses other weights', async () => {
  for (const model of ['bge-small-en-v1.5', 'all-minilm-l6-v2']) {
    // oxlint-disable-next-line no-await-in-loop -- two small files
    await mkdir(join(dir, model));
    // oxlint-disable-next-line no-await-in-loop
    await writeFile(join(dir, model, 'model.onnx'), 'something else');
  }
  await writeFile(join(dir, 'bge-small-en-v1.5', 'tokenizer.json'), '{}');
  await expect(SentenceEmbedder.load(dir)).rejects.toThrow(/is not the expected one .* run `npm run setup`/);
});
