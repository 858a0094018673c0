import { basename, resolve } from 'node:path';
import type { z } from 'zod';
import { readArticle } from './articles.ts';
import { listFiles, readText } from './files.ts';
import { readJsonLines } from './jsonl.ts';
import { WorkspaceError, type Located } from './problems.ts';
import { checkReferences } from './references.ts';
import {
  Customer,
  SampleReview,
  SampleTicket,
  TaxonomyFile,
  type Intent,
  type Taxonomy,
  type Workspace,
} from './shapes.ts';
import { readYaml } from './yaml.ts';

/**
 * Reads and checks a workspace folder. Only `taxonomy.yaml` has to be there; fields that nobody knows are ignored.
 *
 * @throws WorkspaceError with all mistakes at once.
 */
export async function readWorkspace(dir: string): Promise<Workspace> {
  const problems: string[] = [];
  // One after the other, so that mistakes are always listed in the same order.
  const taxonomy = await taxonomyOf(dir, problems);
  const articles = await articlesOf(dir, problems);
  const customers = await linesOf(Customer, dir, 'customers.jsonl', problems);
  const tickets = await linesOf(SampleTicket, dir, 'tickets.jsonl', problems);
  const reviews = await linesOf(SampleReview, dir, 'reviews.jsonl', problems);
  const policySource = await readText(dir, 'policy.yaml');
  const intents = taxonomy?.intents ?? [];
  checkReferences({ intents, articles, customers, tickets, reviews }, problems);
  if (problems.length > 0) throw new WorkspaceError(dir, problems);
  return {
    name: taxonomy!.name,
    intents: values(intents),
    articles: values(articles),
    customers: values(customers),
    tickets: values(tickets),
    reviews: values(reviews),
    ...(policySource === undefined ? {} : { policySource }),
  };
}

/**
 * Reads `taxonomy.yaml` alone: all that triage needs.
 *
 * @throws WorkspaceError with all mistakes of that file.
 */
export async function readTaxonomy(dir: string): Promise<Taxonomy> {
  const problems: string[] = [];
  const taxonomy = await taxonomyOf(dir, problems);
  const intents = taxonomy?.intents ?? [];
  checkReferences({ intents, articles: [], customers: [], tickets: [], reviews: [] }, problems);
  if (problems.length > 0) throw new WorkspaceError(dir, problems);
  return { name: taxonomy!.name, intents: values(intents) };
}

async function taxonomyOf(dir: string, problems: string[]) {
  const text = await readText(dir, 'taxonomy.yaml');
  if (text === undefined) {
    problems.push('taxonomy.yaml:1: is missing; a workspace needs at least its intents (is this the right folder?)');
    return undefined;
  }
  const file = readYaml(TaxonomyFile, text, { file: 'taxonomy.yaml' }, problems);
  if (!file) return undefined;
  const intents = file.value.intents.map((value, i): Located<Intent> => ({
    value,
    at: (path) => file.at(['intents', i, ...path]),
  }));
  return { name: file.value.name ?? basename(resolve(dir)), intents };
}

async function articlesOf(dir: string, problems: string[]) {
  const files = await listFiles(dir, 'kb', '.md');
  const texts = await Promise.all(files.map((file) => readText(dir, file)));
  return files.flatMap((file, i) => readArticle(texts[i] ?? '', file, problems) ?? []);
}

async function linesOf<T>(schema: z.ZodType<T>, dir: string, file: string, problems: string[]): Promise<Located<T>[]> {
  return readJsonLines(schema, (await readText(dir, file)) ?? '', file, problems);
}

const values = <T>(list: readonly Located<T>[]): T[] => list.map(({ value }) => value);
