import { basename, relative, resolve } from 'node:path';
import type { z } from 'zod';
import { readArticle } from './articles.ts';
import { listFiles, readText } from './files.ts';
import { readJsonLines } from './jsonl.ts';
import { type Located, type Problem, WorkspaceError } from './problems.ts';
import { checkReferences, type Parts } from './references.ts';
import {
  Customer,
  SampleReview,
  SampleTicket,
  TaxonomyFile,
  Tone,
  type Intent,
  type Taxonomy,
  type Workspace,
} from './shapes.ts';
import { readYaml } from './yaml.ts';

/** A workspace folder as found: what could be read of it, and every mistake. */
export interface Inspection {
  /** The name in `taxonomy.yaml`, else the folder's. */
  readonly name: string;
  /** What is right in itself. An entry with mistakes is left out. */
  readonly parts: Parts;
  readonly tone: Tone;
  /** The text of `policy.yaml`, if there is one; `libs/guardrails` knows its mistakes. */
  readonly policySource: string | undefined;
  /** `taxonomy.yaml` as it was read; undefined where it has mistakes. */
  readonly taxonomy: Located<TaxonomyFile> | undefined;
  readonly problems: readonly Problem[];
}

/** Which files of a workspace to read. */
export interface Reading {
  /**
   * A JSON Lines file of tickets, instead of the workspace's own and of the reviews of those; relative to the working
   * directory.
   */
  readonly tickets?: string | undefined;
}

/** Reads and checks a workspace folder, and never throws for what is in it. Only `taxonomy.yaml` has to be there. */
export async function inspectWorkspace(dir: string, { tickets: other }: Reading = {}): Promise<Inspection> {
  const problems: Problem[] = [];
  // One after the other, so that mistakes are always listed in the same order.
  const taxonomy = await taxonomyOf(dir, problems);
  const articles = await articlesOf(dir, problems);
  const customers = await linesOf(Customer, dir, 'customers.jsonl', problems);
  const ticketFile = other === undefined ? 'tickets.jsonl' : relative(dir, other);
  const tickets = await linesOf(SampleTicket, dir, ticketFile, problems);
  const reviews = other === undefined ? await linesOf(SampleReview, dir, 'reviews.jsonl', problems) : [];
  const tone = await toneOf(dir, problems);
  const policySource = await readText(dir, 'policy.yaml');
  const parts = { intents: taxonomy?.intents ?? [], articles, customers, tickets, reviews };
  checkReferences(parts, problems);
  return { name: taxonomy?.name ?? folderName(dir), parts, tone, policySource, taxonomy: taxonomy?.file, problems };
}

/**
 * Reads and checks a workspace folder. Only `taxonomy.yaml` has to be there; fields that nobody knows are ignored.
 *
 * @throws WorkspaceError with all mistakes at once.
 */
export async function readWorkspace(dir: string, reading: Reading = {}): Promise<Workspace> {
  const { name, parts, tone, policySource, problems } = await inspectWorkspace(dir, reading);
  if (problems.length > 0) throw new WorkspaceError(dir, problems);
  return {
    name,
    intents: values(parts.intents),
    articles: values(parts.articles),
    customers: values(parts.customers),
    tickets: values(parts.tickets).map(writtenOut),
    reviews: values(parts.reviews),
    tone,
    ...(policySource === undefined ? {} : { policySource }),
  };
}

/**
 * Reads `taxonomy.yaml` alone: all that triage needs.
 *
 * @throws WorkspaceError with all mistakes of that file.
 */
export async function readTaxonomy(dir: string): Promise<Taxonomy> {
  const problems: Problem[] = [];
  const taxonomy = await taxonomyOf(dir, problems);
  const intents = taxonomy?.intents ?? [];
  checkReferences({ intents, articles: [], customers: [], tickets: [], reviews: [] }, problems);
  if (problems.length > 0) throw new WorkspaceError(dir, problems);
  const { name, file } = taxonomy!;
  const { outOfScope, bound } = file.value;
  return { name, intents: values(intents), outOfScope, ...(bound && { bound }) };
}

/**
 * Reads `tone.yaml` alone: all that the drafter needs. Without that file, or without a folder, the tone is the plain one.
 *
 * @throws WorkspaceError with all mistakes of that file.
 */
export async function readTone(dir: string | undefined): Promise<Tone> {
  if (dir === undefined) return Tone.parse({});
  const problems: Problem[] = [];
  const tone = await toneOf(dir, problems);
  if (problems.length > 0) throw new WorkspaceError(dir, problems);
  return tone;
}

async function toneOf(dir: string, problems: Problem[]): Promise<Tone> {
  const text = (await readText(dir, 'tone.yaml')) ?? '';
  // A file of comments alone is null, as is none.
  return readYaml(Tone.nullable(), text, { file: 'tone.yaml' }, problems)?.value ?? Tone.parse({});
}

async function taxonomyOf(dir: string, problems: Problem[]) {
  const text = await readText(dir, 'taxonomy.yaml');
  if (text === undefined) {
    const message = 'is missing; a workspace needs at least its intents (is this the right folder?)';
    problems.push({ file: 'taxonomy.yaml', line: 1, field: '', message });
    return undefined;
  }
  const file = readYaml(TaxonomyFile, text, { file: 'taxonomy.yaml' }, problems);
  if (!file) return undefined;
  const intents = file.value.intents.map((value, i): Located<Intent> => ({
    value,
    at: (path) => file.at(['intents', i, ...path]),
    ignored: [],
  }));
  return { name: file.value.name ?? folderName(dir), intents, file };
}

const folderName = (dir: string): string => basename(resolve(dir));

async function articlesOf(dir: string, problems: Problem[]) {
  const files = await listFiles(dir, 'kb', '.md');
  const texts = await Promise.all(files.map((file) => readText(dir, file)));
  return files.flatMap((file, i) => readArticle(texts[i] ?? '', file, problems) ?? []);
}

async function linesOf<T>(schema: z.ZodType<T>, dir: string, file: string, problems: Problem[]): Promise<Located<T>[]> {
  return readJsonLines(schema, (await readText(dir, file)) ?? '', file, problems);
}

const values = <T>(list: readonly Located<T>[]): T[] => list.map(({ value }) => value);

function writtenOut({ repeat, ...ticket }: SampleTicket): SampleTicket {
  return repeat ? { ...ticket, body: ticket.body + repeat.text.repeat(repeat.times) } : ticket;
}
