// Runs the service in whose folder it is started, as its own dist/main.js does, but with constants for models:
//   cd apps/triage && node --import @throughline/platform/otel ../../bench/dist/flow/constant-service.js
import 'reflect-metadata';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Provider, Type } from '@nestjs/common';
import { boot } from '@throughline/platform';
import { classifier, embedder, intents, retriever } from './constants.ts';

type Exports = Record<string, new (...args: unknown[]) => object>;

const load = (file: string): Promise<Exports> => import(pathToFileURL(join(process.cwd(), 'dist', file)).href);

/** What each service that has models gets instead: where the class is, its name, its arguments. */
const replaced: Record<string, { file: string; name: string; args: unknown[] }> = {
  triage: { file: 'brain.js', name: 'Brain', args: [classifier, intents] },
  drafter: { file: 'knowledge.js', name: 'Knowledge', args: [embedder, retriever] },
  'kb-updater': { file: 'meaning.js', name: 'Meaning', args: [embedder] },
};

/** Puts a value where the module would have made its own. @throws where the module has no such provider */
function replace(module: Type, token: unknown, value: object): void {
  const providers = Reflect.getMetadata('providers', module) as Provider[];
  const at = providers.findIndex((p) => typeof p === 'object' && p.provide === token);
  if (at < 0) throw new Error(`${module.name} provides no ${(token as Type).name}: see bench/src/flow.`);
  Reflect.defineMetadata('providers', providers.with(at, { provide: token as Type, useValue: value }), module);
}

const { AppModule } = await load('app.module.js');
const model = replaced[basename(process.cwd())];
if (model) {
  const Model = (await load(model.file))[model.name]!;
  replace(AppModule as Type, Model, new Model(...model.args));
}
boot(AppModule as Type);
