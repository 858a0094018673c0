import { stat } from 'node:fs/promises';
import { type Inspection, inspectWorkspace, problemText } from '@throughline/workspace';
import { exit, UsageError } from '../../exit.ts';
import { print, printJson } from '../../output/print.ts';
import { Articles } from './articles.ts';
import { Mapping, type MappingFlags } from './mapping.ts';
import { outcomeText } from './outcome-text.ts';
import { openRows, type Source } from './rows.ts';
import { type Outcome, rowsThrough } from './rows-through.ts';
import { Tickets } from './tickets.ts';

/** The flags of `workspace import`. */
export interface ImportFlags extends MappingFlags, Omit<Source, 'file'> {
  readonly workspace: string;
  readonly rows: number;
  readonly write?: true;
  readonly force?: true;
  readonly json?: true;
}

/** What an import did, or would do. */
export interface Report extends Outcome {
  readonly what: 'articles' | 'tickets';
  readonly file: string;
  readonly workspace: string;
  readonly written: boolean;
  /** Columns that no field takes. */
  readonly unmapped: readonly string[];
  /** Columns that were asked for and that no row has. */
  readonly missing: readonly string[];
}

/** `workspace import` */
export async function runImport(what: Report['what'], file: string, flags: ImportFlags): Promise<void> {
  const report = await importFile(what, file, flags);
  await (flags.json ? printJson(report) : print(outcomeText(report)));
  if (report.refusals > 0) process.exitCode = exit.partly;
}

/** The whole file is gone through before the first row is written: one that breaks off writes nothing. */
async function importFile(what: Report['what'], file: string, flags: ImportFlags): Promise<Report> {
  const { workspace, write = false, force = false } = flags;
  await requireThere(file, 'isFile');
  await requireThere(workspace, 'isDirectory');
  const found = await inspectWorkspace(workspace);
  requireSound(found, what === 'articles' ? 'kb/' : 'tickets.jsonl');
  const pass = async (writing: boolean) => {
    const kind = what === 'articles' ? new Articles(workspace, found) : new Tickets(workspace, found);
    const mapping = new Mapping(kind.fields, flags);
    const rows = await openRows({ ...flags, file });
    if (rows.columns) mapping.requireColumns(rows.columns);
    const outcome = await rowsThrough(rows, mapping, kind, { shown: flags.rows, force, write: writing });
    return { ...outcome, unmapped: mapping.unmapped(), missing: mapping.missing() };
  };
  let outcome = await pass(false);
  if (write) outcome = await pass(true);
  return { what, file, workspace, written: write, ...outcome };
}

/** What can't be read can't be compared with: the import might write it a second time. */
function requireSound({ problems }: Inspection, where: string): void {
  const broken = problems.filter(({ file }) => file.startsWith(where));
  if (broken.length === 0) return;
  const more = broken.length > 1 ? ` (and ${broken.length - 1} more: \`throughline workspace check\` lists them)` : '';
  throw new Error(`Put right what is there first: ${problemText(broken[0]!)}${more}.`);
}

async function requireThere(path: string, is: 'isFile' | 'isDirectory'): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.[is]()) throw new UsageError(`${path} is no ${is === 'isFile' ? 'file' : 'folder'}.`);
}
