import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readWorkspace } from '@throughline/workspace';
import { print, printJson } from '../output/print.ts';
import { progress, waiting } from '../output/progress.ts';
import { modelDir } from '../root.ts';
import { loadAgents } from './agents.ts';
import { evaluate } from './evaluate.ts';
import { measured, type Report } from './report.ts';
import { reportText } from './text.ts';

/** The flags of `throughline eval`. */
export interface EvalOptions {
  readonly workspace: string;
  readonly report?: string;
  readonly json?: true;
}

/** Evaluates a workspace and tells of it. */
export async function runEval(options: EvalOptions): Promise<void> {
  const dir = resolve(options.workspace);
  const report = await evaluateWorkspace(dir);
  if (options.report) write(options.report, `${JSON.stringify(report, undefined, 2)}\n`);
  if (options.json) await printJson(report);
  else await print(reportText(report));
}

/** Takes the tickets of a workspace through triage, drafter and router, and measures what came of them. */
export async function evaluateWorkspace(dir: string): Promise<Report> {
  const workspace = await readWorkspace(dir);
  const agents = await waiting('learning', () => loadAgents(dir, modelDir(), workspace));
  const bar = progress('messages', workspace.tickets.length);
  try {
    const cases = await evaluate(agents, workspace, bar.step);
    bar.say('resampling');
    return {
      version: 1,
      workspace: workspace.name,
      tickets: null,
      at: new Date().toISOString(),
      policyVersion: agents.policy.version,
      classifier: agents.brain.classifier.model,
      seconds: agents.seconds,
      thresholds: agents.policy.document.thresholds,
      ...measured(cases),
    };
  } finally {
    bar.stop();
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, text);
}
