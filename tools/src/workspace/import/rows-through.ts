import { counted } from '../../output/counted.ts';
import { progress } from '../../output/progress.ts';
import { type Kind, type Planned, Refused } from './kind.ts';
import type { Mapping } from './mapping.ts';
import type { Row, Rows } from './rows.ts';

/** How many refused rows are kept. */
const MOST_REFUSED = 100;

export interface Options {
  /** Rows to show. */
  readonly shown: number;
  /** Change what is there already. */
  readonly force: boolean;
  readonly write: boolean;
}

/** A row as it would be written. */
export interface Shown extends Pick<Planned, 'file' | 'state' | 'text'> {
  readonly line: number;
}

/** What came of a file's rows. */
export interface Outcome {
  rows: number;
  new: number;
  changed: number;
  same: number;
  refusals: number;
  /** The first hundred. */
  readonly refused: { line: number; reason: string }[];
  readonly preview: Shown[];
  /** Rows whose text holds HTML tags. */
  html: number;
}

/** Takes every row in turn: maps it, plans it against what is there, and writes it where that is asked for. */
export async function rowsThrough({ rows }: Rows, mapping: Mapping, kind: Kind, options: Options): Promise<Outcome> {
  const outcome: Outcome = { rows: 0, new: 0, changed: 0, same: 0, refusals: 0, refused: [], preview: [], html: 0 };
  const lines = new Map<string, number>();
  const bar = progress(options.write ? 'writing' : 'reading');
  try {
    for await (const row of rows) {
      outcome.rows++;
      if (outcome.rows % 1_000 === 0)
        bar.say(`${options.write ? 'writing' : 'reading'} · ${counted(outcome.rows, 'row')}`);
      const planned = attempt(row, outcome, () => planOf(row, { mapping, kind, lines, force: options.force }));
      if (!planned) continue;
      outcome[planned.state]++;
      if (/<(p|br|div|span|ul|ol|li|a|h[1-6]|strong|em|table)\b[^>]*>/i.test(planned.text)) outcome.html++;
      if (outcome.preview.length < options.shown) outcome.preview.push(shownOf(row, planned));
      if (options.write && planned.state !== 'same') await kind.write(planned);
    }
    if (options.write) await kind.commit();
    return outcome;
  } finally {
    bar.stop();
    await kind.close();
  }
}

const shownOf = ({ line }: Row, { file, state, text }: Planned): Shown => ({ line, file, state, text });

interface Plan {
  readonly mapping: Mapping;
  readonly kind: Kind;
  /** Where each key was used first. */
  readonly lines: Map<string, number>;
  readonly force: boolean;
}

function planOf(row: Row, { mapping, kind, lines, force }: Plan): Planned {
  if (row.refused !== undefined) throw new Refused(row.refused);
  const values = mapping.valuesOf(row);
  if (Object.values(values).some((value) => String(value).includes('\uFFFD'))) {
    throw new Refused('holds bytes that are no UTF-8; save the file as UTF-8');
  }
  const planned = kind.plan(values);
  const first = lines.get(planned.key);
  if (first !== undefined)
    throw new Refused(`is known by '${planned.key}', as line ${first} is; give each an id of its own`);
  lines.set(planned.key, row.line);
  if (planned.state === 'changed' && !force) {
    throw new Refused(`'${planned.key}' is there already and reads otherwise; --force changes it`);
  }
  return planned;
}

function attempt(row: Row, outcome: Outcome, plan: () => Planned): Planned | undefined {
  try {
    return plan();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    outcome.refusals++;
    if (outcome.refused.length < MOST_REFUSED) outcome.refused.push({ line: row.line, reason: error.message });
    return undefined;
  }
}
