import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repoRoot } from 'throughline/root';
import { randomTokens, startService } from 'throughline/services';
import { readClinc150 } from '../clinc150/data.ts';
import { writeWorkspace } from '../clinc150/workspace.ts';
import { prepareCluster } from '../flow/constant-services.ts';
import { median, round } from '../stats.ts';
import type { DataContext } from './context.ts';

const EXAMPLES = 10;

/** What `startup` found: seconds from the start of the process to its readiness, a pair a round. */
export interface StartupResult {
  readonly intents: number;
  readonly examples: number;
  /** With nothing in `CACHE_DIR`, and with what that start left there. Medians of the rounds. */
  readonly first: number;
  readonly cached: number;
  readonly rounds: readonly { readonly first: number; readonly cached: number }[];
}

/** Triage as it is deployed, with all of CLINC150's intents and ten examples of each: it learns them before it is ready. */
export async function startup(context: DataContext): Promise<StartupResult> {
  const { quick, seeds, say } = context;
  const data = readClinc150(context.data);
  const folder = mkdtempSync(join(tmpdir(), 'startup-'));
  try {
    await prepareCluster(context.brokers);
    const rounds: { first: number; cached: number }[] = [];
    for (let seed = 1; seed <= (quick ? 1 : seeds); seed++) {
      const workspace = join(folder, `workspace-${seed}`);
      mkdirSync(workspace);
      const domains = quick ? ['banking'] : Object.keys(data.domains);
      writeWorkspace(workspace, data, { domains, examples: EXAMPLES, outOfScope: 0, perIntent: 1, seed });
      const cache = join(folder, `cache-${seed}`);
      mkdirSync(cache);
      /* oxlint-disable no-await-in-loop -- one at a time: they share the cores */
      const found = { first: await start(context, workspace, cache), cached: await start(context, workspace, cache) };
      /* oxlint-enable no-await-in-loop */
      say(`draw ${seed}: ${found.first} s the first time, ${found.cached} s after`);
      rounds.push(found);
    }
    return {
      intents: Object.values(data.domains).flat().length,
      examples: EXAMPLES,
      first: median(rounds.map(({ first }) => first)),
      cached: median(rounds.map(({ cached }) => cached)),
      rounds,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds until it is ready; it is ended then. */
async function start({ brokers, mongodbUri, dir }: DataContext, workspace: string, cache: string): Promise<number> {
  const options = { root: repoRoot(), brokers, mongodbUri, dir, workspace, port: () => 0, env: { CACHE_DIR: cache } };
  const started = performance.now();
  const service = await startService('triage', randomTokens(['bench']), options, '0');
  const seconds = (performance.now() - started) / 1000;
  await service.end();
  return round(seconds);
}
