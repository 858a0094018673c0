import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Builder } from '../image/dockerfile.mjs';

const folder = (): string => mkdtempSync(join(tmpdir(), 'dockerfile-'));

/** A builder of a Dockerfile in a context with a few files. */
function builderOf(lines: readonly string[]) {
  const [context, dir] = [folder(), folder()];
  mkdirSync(join(context, 'secret'));
  const files = {
    Dockerfile: lines.join('\n'),
    'app.txt': 'app',
    'secret/key': 'key',
    '.dockerignore': '# no\nsecret',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(context, name), text);
  return new Builder({ file: join(context, 'Dockerfile'), context, dir, env: { PATH: process.env['PATH'] ?? '' } });
}

const dockerfile = [
  'FROM base:1 AS build',
  'WORKDIR /source',
  'ENV KIND=good',
  'COPY . .',
  'RUN echo once >> log && echo $KIND > kind',
  'FROM build AS own',
  'ARG SERVICE',
  'RUN echo $SERVICE > service && rm app.txt',
  'FROM base:1',
  'COPY --from=own /source /app',
  'WORKDIR /app',
  'USER 1000',
  'HEALTHCHECK --interval=5s CMD ["true"]',
  'CMD ["node", "main.js"]',
];

it('carries out the steps, those that no argument changes once', async () => {
  const builder = builderOf(dockerfile);
  const images = [await builder.build({ SERVICE: 'triage' }), await builder.build({ SERVICE: 'desk' })];
  const read = (at: number, file: string) => readFileSync(join(images[at]!.root, 'app', file), 'utf8').trim();
  expect(images.map((_, at) => [read(at, 'service'), read(at, 'log'), read(at, 'kind')])).toEqual([
    ['triage', 'once', 'good'],
    ['desk', 'once', 'good'],
  ]);
  expect(images[0]).toMatchObject({ cwd: '/app', cmd: ['node', 'main.js'], healthcheck: ['true'] });
  // Neither what the context keeps out nor what a later stage deleted.
  expect(['secret/key', 'app.txt'].map((file) => existsSync(join(images[1]!.root, 'app', file)))).toEqual([
    false,
    false,
  ]);
  await images[0]!.forget();
  expect([existsSync(images[0]!.root), read(1, 'service')]).toEqual([false, 'desk']);
});

it.each([
  ['RUN echo no >&2; exit 3', /RUN echo no[\s\S]*ended with 3[\s\S]*no/],
  ['VOLUME /data', /VOLUME can't be carried out/],
  ['COPY absent.txt .', /absent\.txt/],
])('fails where %s does', async (line, message) => {
  await expect(builderOf([...dockerfile, line]).build({ SERVICE: 'triage' })).rejects.toThrow(message);
});
