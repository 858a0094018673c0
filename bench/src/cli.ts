// npm run bench -- engine | slow | latency | flow | backlog | retrieval [--quick] [--json FILE]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { repoRoot } from 'throughline/root';
import { type ArmName, arms } from './arms/arm.ts';
import type { Context } from './commands/context.ts';
import { backlog } from './commands/backlog.ts';
import { engine } from './commands/engine.ts';
import { flow } from './commands/flow.ts';
import { latency } from './commands/latency.ts';
import { retrieval } from './commands/retrieval.ts';
import { slow } from './commands/slow.ts';
import type { Section } from './report/document.ts';
import {
  backlogSection,
  engineSection,
  flowSection,
  latencySection,
  retrievalSection,
  slowSection,
} from './report/sections.ts';
import { writeSection } from './report/write-section.ts';

interface Options {
  json?: string;
  quick?: boolean;
  records?: number;
  only?: ArmName[];
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1000) throw new InvalidArgumentError('expected a whole number from 1000');
  return value;
}

function armNames(text: string): ArmName[] {
  const wrong = text.split(',').filter((name) => !(name in arms));
  if (wrong.length > 0)
    throw new InvalidArgumentError(`no arm ${wrong.join(', ')}: there are ${Object.keys(arms).join(', ')}`);
  return text.split(',') as ArmName[];
}

/** Runs a benchmark; gives its result as JSON and as people see it. */
type Benchmark = (context: Context) => Promise<{ result: object; section: Section }>;

const benchmark =
  <R extends object>(run: (context: Context) => Promise<R>, section: (result: R) => Section): Benchmark =>
  async (context) => {
    const result = await run(context);
    return { result, section: section(result) };
  };

const benchmarks: Record<string, Benchmark> = {
  engine: benchmark(engine, engineSection),
  slow: benchmark(slow, slowSection),
  latency: benchmark(latency, latencySection),
  flow: benchmark(flow, flowSection),
  backlog: benchmark(backlog, backlogSection),
  retrieval: benchmark(retrieval, retrievalSection),
};

const { KAFKA_BROKERS: brokers, MONGODB_URI: mongodbUri } = process.env;
if (!brokers || !mongodbUri) throw new Error('This needs KAFKA_BROKERS and MONGODB_URI: run `npm run bench`.');
const program = new Command('bench').showHelpAfterError();
for (const [name, run] of Object.entries(benchmarks)) {
  program
    .command(name)
    .option('--json <file>', 'write what was found as JSON')
    .option('--quick', 'less than a minute, to see that it works; docs stay as they are')
    .option('--records <n>', 'how many records', count)
    .option('--only <arms>', 'some of the arms, comma between; docs stay as they are', armNames)
    .action(async ({ json, quick = false, records, only }: Options) => {
      const root = repoRoot();
      const dir = join(root, '.throughline/bench');
      mkdirSync(dir, { recursive: true });
      const { result, section } = await run({
        brokers,
        mongodbUri,
        quick,
        dir,
        say: (line) => console.error(line),
        ...(records && { records }),
        ...(only && { only }),
      });
      const text = `${JSON.stringify(result, null, 2)}\n`;
      process.stdout.write(text);
      if (json) writeFileSync(resolve(json), text);
      // Figures of a short or partial run say nothing to others.
      if (!quick && !only) await writeSection(root, name, section);
    });
}
// So that what it started is told to end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
await program.parseAsync();
