import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Logger } from '@nestjs/common';
import { assuranceText } from '@throughline/triage/assurance';
import { readWorkspace } from '@throughline/workspace';
import { UsageError } from '../exit.ts';
import { print, printJson } from '../output/print.ts';
import { progress, waiting } from '../output/progress.ts';
import { modelDir } from '../root.ts';
import { loadAgents } from './agents.ts';
import { compare } from './compare.ts';
import { evaluate } from './evaluate.ts';
import { measured, Report } from './report.ts';
import { reportText } from './text.ts';

/** The flags of `throughline eval`. */
export interface EvalOptions {
  readonly workspace: string;
  readonly tickets?: string;
  readonly report?: string;
  readonly compare?: string;
  readonly html?: string;
  readonly json?: true;
}

/** Evaluates a workspace and tells of it. */
export async function runEval(options: EvalOptions): Promise<void> {
  // First of all: a mistake in it costs no waiting.
  const before = options.compare === undefined ? undefined : readReport(options.compare);
  const found = await evaluateWorkspace(options.workspace, options.tickets);
  const report = before ? { ...found, comparison: compare(before.cases, found.cases) } : found;
  if (options.report) write(options.report, `${JSON.stringify(report, undefined, 2)}\n`);
  if (options.html) write(options.html, (await import('./html/page.ts')).page(report));
  if (options.json) await printJson(report);
  else await print(reportText(report));
}

/**
 * Takes the tickets of a workspace, or of another file in their shape, through triage, drafter and router, and measures what
 * came of them. @throws WorkspaceError, PolicyError
 */
export async function evaluateWorkspace(folder: string, tickets?: string): Promise<Report> {
  // What services say of themselves is not what this command says.
  Logger.overrideLogger(['error', 'fatal']);
  if (tickets !== undefined && !existsSync(tickets)) throw new UsageError(`${tickets} is no file.`);
  const dir = resolve(folder);
  const workspace = await readWorkspace(dir, { tickets });
  if (!workspace.tickets.some(({ expect }) => expect))
    throw new UsageError(
      `${tickets ?? `${folder}/tickets.jsonl`} has no ticket with 'expect': there is nothing to measure.`,
    );
  const agents = await waiting('learning', () => loadAgents(dir, modelDir(), workspace));
  const bar = progress('messages', workspace.tickets.length);
  try {
    const cases = await evaluate(agents, workspace, bar.step);
    bar.say('resampling');
    return {
      version: 1,
      workspace: workspace.name,
      tickets: tickets ?? null,
      at: new Date().toISOString(),
      policyVersion: agents.policy.version,
      classifier: agents.brain.classifier.model,
      seconds: agents.seconds,
      thresholds: agents.policy.document.thresholds,
      ...(agents.brain.evidence && { bound: assuranceText(agents.brain.evidence.assurance) }),
      ...measured(cases),
    };
  } finally {
    bar.stop();
  }
}

function readReport(file: string): Report {
  try {
    return Report.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why = (error as Error).message.split('\n').slice(0, 6).join(' ');
    throw new UsageError(`${file} is no report of this version of \`eval\`: make one with --report. (${why})`);
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, text);
}
