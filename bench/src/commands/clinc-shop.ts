import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readWorkspace } from '@throughline/workspace';
import { evaluateWorkspace } from 'throughline/eval';
import { readClinc150 } from '../clinc150/data.ts';
import { playThrough, type Played } from '../clinc150/play-through.ts';
import { writeWorkspace } from '../clinc150/workspace.ts';
import { median, round } from '../stats.ts';
import type { DataContext } from './context.ts';

const figures = [
  'intentAccuracy',
  'intentTop1',
  'oosAuroc',
  'oosAcceptRate',
  'oosSent',
  'coverage',
  'sentPrecision',
  'routineToPeople',
] as const;
type Figures = Readonly<Record<(typeof figures)[number], number>>;

/** What `clinc-shop` found. */
export interface ClincShopResult {
  readonly intents: number;
  readonly examples: number;
  readonly inScope: number;
  readonly outOfScope: number;
  /** Medians of the seeds. */
  readonly figures: Figures;
  readonly seeds: readonly Figures[];
  /** What the running services made of the first seed's tickets. */
  readonly flow?: Played;
}

const DOMAINS = ['banking', 'credit_cards'];
const EXAMPLES = 8;
const OUT_OF_SCOPE = 300;

/** Two domains of CLINC150 as somebody's workspace, evaluated by the functions of `throughline eval`. */
export async function clincShop(context: DataContext): Promise<ClincShopResult> {
  const { quick, seeds, say, out } = context;
  const data = readClinc150(context.data);
  const folder = out === undefined ? mkdtempSync(join(tmpdir(), 'clinc150-')) : resolve(out);
  try {
    const rounds: Figures[] = [];
    for (let seed = 1; seed <= (quick ? 1 : seeds); seed++) {
      const dir = join(folder, String(seed));
      mkdirSync(dir, { recursive: true });
      const size = quick ? { perIntent: 2, outOfScope: 20 } : { outOfScope: OUT_OF_SCOPE };
      writeWorkspace(dir, data, { domains: DOMAINS, examples: EXAMPLES, seed, ...size });
      // oxlint-disable-next-line no-await-in-loop -- one at a time: they share the cores
      const { metrics } = await evaluateWorkspace(dir);
      const found = Object.fromEntries(figures.map((name) => [name, round(metrics[name] ?? NaN, 4)])) as Figures;
      say(`seed ${seed} ${JSON.stringify(found)}`);
      rounds.push(found);
    }
    const { intents, tickets } = await readWorkspace(join(folder, '1'));
    const inScope = tickets.filter(({ expect }) => expect?.intent !== null).length;
    return {
      intents: intents.length,
      examples: EXAMPLES,
      inScope,
      outOfScope: tickets.length - inScope,
      figures: Object.fromEntries(figures.map((name) => [name, median(rounds.map((found) => found[name]))])) as Figures,
      seeds: rounds,
      ...(context.flow && { flow: await playThrough(context, join(folder, '1')) }),
    };
  } finally {
    if (out === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
