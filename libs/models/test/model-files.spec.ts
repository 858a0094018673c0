import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BgeEmbedder, ModelFileError } from '../src/index.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'model-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('names the missing file and the fix', async () => {
  await expect(BgeEmbedder.load(dir)).rejects.toThrow(ModelFileError);
  // Both are missing, and read side by side.
  await expect(BgeEmbedder.load(dir)).rejects.toThrow(
    /(model\.onnx|tokenizer\.json) can't be read\. Run `npm run setup`/,
  );
});

it('refuses other weights', async () => {
  await writeFile(join(dir, 'model.onnx'), 'something else');
  await writeFile(join(dir, 'tokenizer.json'), '{}');
  await expect(BgeEmbedder.load(dir)).rejects.toThrow(/is not the expected one .* run `npm run setup`/);
});
