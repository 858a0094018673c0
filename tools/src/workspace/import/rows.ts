import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { UsageError } from '../../exit.ts';
import { counted } from '../../output/counted.ts';
import { linesOf } from './lines.ts';

/** One row of a file: its cells by column, or why there are none. */
export interface Row {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, unknown>>;
  readonly refused?: string;
}

/** A file that is read as it is asked for. `columns` are known before its rows only where there is a heading. */
export interface Rows {
  readonly columns: readonly string[] | undefined;
  readonly rows: AsyncIterable<Row>;
}

export interface Source {
  readonly file: string;
  readonly format?: 'csv' | 'jsonl' | undefined;
  readonly delimiter?: string | undefined;
}

const ENDINGS = { csv: 'csv', tsv: 'csv', txt: 'csv', jsonl: 'jsonl', ndjson: 'jsonl' } as const;

/** @throws UsageError where the format can't be told, or the heading is none */
export async function openRows({ file, format, delimiter }: Source): Promise<Rows> {
  const ending = file.split('.').at(-1)?.toLowerCase() ?? '';
  const is = format ?? ENDINGS[ending as keyof typeof ENDINGS];
  if (!is) throw new UsageError(`${file} ends neither in .csv nor in .jsonl: say --format csv or jsonl.`);
  if (is === 'jsonl') return { columns: undefined, rows: jsonRows(file) };
  return csvRows(file, delimiter ?? (await guessDelimiter(file)));
}

async function* jsonRows(file: string): AsyncGenerator<Row> {
  let line = 0;
  for await (const text of linesOf(file)) {
    line++;
    if (text.trim() === '') continue;
    try {
      const value: unknown = JSON.parse(text);
      const isRow = typeof value === 'object' && value !== null && !Array.isArray(value);
      yield isRow ? { line, cells: flat(value) } : { line, cells: {}, refused: 'is no JSON object' };
    } catch (error) {
      yield { line, cells: {}, refused: `is not JSON: ${(error as Error).message}` };
    }
  }
}

/** Nested objects as one, with dotted names; lists stay as they are. */
function flat(value: object, before = ''): Record<string, unknown> {
  const entries = Object.entries(value).flatMap(([key, part]: [string, unknown]): [string, unknown][] => {
    const name = `${before}${key}`;
    const nested = typeof part === 'object' && part !== null && !Array.isArray(part);
    return nested ? Object.entries(flat(part, `${name}.`)) : [[name, part]];
  });
  return Object.fromEntries(entries);
}

/** A cell larger than this is one whose quotes never end. */
const LARGEST_RECORD = 4_000_000;

async function csvRows(file: string, delimiter: string): Promise<Rows> {
  const options = { delimiter, info: true, relax_column_count: true, skip_empty_lines: true } as const;
  const input = Readable.from(wholeLines(file));
  const parser = input.pipe(parse({ ...options, max_record_size: LARGEST_RECORD }));
  input.on('error', (error) => parser.destroy(error));
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<CsvRecord>;
  const first = await next(records, file);
  if (!first) throw new UsageError(`${file} is empty: a CSV file begins with a heading.`);
  const columns = first.record.map((name, i) => name.trim() || `column ${i + 1}`);
  const twice = columns.find((name, i) => columns.indexOf(name) < i);
  if (twice !== undefined) throw new UsageError(`${file}: the heading has '${twice}' twice; rename one of them.`);
  return { columns, rows: csvBody(records, columns, file) };
}

/** The parser counts `\r\n` in a cell as two lines: it gets plain ones. */
async function* wholeLines(file: string): AsyncGenerator<string> {
  for await (const line of linesOf(file)) yield `${line}\n`;
}

interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

async function* csvBody(
  records: AsyncIterator<CsvRecord>,
  columns: readonly string[],
  file: string,
): AsyncGenerator<Row> {
  for (let at = await next(records, file); at; at = await next(records, file)) {
    const { record, info } = at;
    const line = info.lines - record.join('').split('\n').length + 1;
    const odd =
      record.length !== columns.length && `has ${counted(record.length, 'cell')}, the heading has ${columns.length}`;
    if (odd) yield { line, cells: {}, refused: odd };
    else yield { line, cells: Object.fromEntries(columns.map((name, i) => [name, record[i]])) };
  }
}

/** After broken quotes nothing can be trusted: cells and rows may have run into each other. */
async function next(records: AsyncIterator<CsvRecord>, file: string): Promise<CsvRecord | undefined> {
  try {
    const { value, done } = await records.next();
    return done ? undefined : value;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = String(error['lines']);
    throw new Error(
      `${file}:${line}: ${error.message}. A cell with quotes is quoted itself, and each quote in it doubled; nothing was written.`,
      { cause: error },
    );
  }
}

/** Which of comma, semicolon and tab the heading has most of. */
async function guessDelimiter(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0);
    const heading = (buffer.toString('utf8', 0, bytesRead).split('\n')[0] ?? '').replace(/"[^"]*"/g, '');
    const count = (delimiter: string): number => heading.split(delimiter).length;
    return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0]!;
  } finally {
    await handle.close();
  }
}
