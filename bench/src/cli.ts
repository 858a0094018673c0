// npm run bench -- engine | slow | latency | flow | backlog | retrieval [--quick] [--json FILE]
// npm run bench -- clinc150 | clinc-shop | clinc-bound | startup --data DIR [--quick] [--json FILE]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { repoRoot } from 'throughline/root';
import { type ArmName, arms } from './arms/arm.ts';
import { backlog } from './commands/backlog.ts';
import { clinc150 } from './commands/clinc150.ts';
import { clincBound } from './commands/clinc-bound.ts';
import { clincShop } from './commands/clinc-shop.ts';
import type { Context, DataContext } from './commands/context.ts';
import { engine } from './commands/engine.ts';
import { flow } from './commands/flow.ts';
import { latency } from './commands/latency.ts';
import { retrieval } from './commands/retrieval.ts';
import { slow } from './commands/slow.ts';
import { startup } from './commands/startup.ts';
import type { Section } from './report/document.ts';
import { clinc150Section, clincBoundSection, clincShopSection, startupSection } from './report/data-sections.ts';
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

interface DataOptions extends Options {
  data: string;
  seeds: number;
  out?: string;
  flow?: boolean;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1000) throw new InvalidArgumentError('expected a whole number from 1000');
  return value;
}

function atLeastOne(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number from 1');
  return value;
}

function armNames(text: string): ArmName[] {
  const wrong = text.split(',').filter((name) => !(name in arms));
  if (wrong.length > 0)
    throw new InvalidArgumentError(`no arm ${wrong.join(', ')}: there are ${Object.keys(arms).join(', ')}`);
  return text.split(',') as ArmName[];
}

/** Runs a benchmark; gives its result as JSON and as people see it. */
type Benchmark<C> = (context: C) => Promise<{ result: object; section: Section }>;

const benchmark =
  <C, R extends object>(run: (context: C) => Promise<R>, section: (result: R) => Section): Benchmark<C> =>
  async (context) => {
    const result = await run(context);
    return { result, section: section(result) };
  };

const benchmarks: Record<string, Benchmark<Context>> = {
  engine: benchmark(engine, engineSection),
  slow: benchmark(slow, slowSection),
  latency: benchmark(latency, latencySection),
  flow: benchmark(flow, flowSection),
  backlog: benchmark(backlog, backlogSection),
  retrieval: benchmark(retrieval, retrievalSection),
};

/** They need a public dataset, which is not part of this repository. */
const onData: Record<string, Benchmark<DataContext>> = {
  clinc150: benchmark(clinc150, clinc150Section),
  'clinc-shop': benchmark(clincShop, clincShopSection),
  'clinc-bound': benchmark(clincBound, clincBoundSection),
  startup: benchmark(startup, startupSection),
};

const { KAFKA_BROKERS: brokers, MONGODB_URI: mongodbUri } = process.env;
if (!brokers || !mongodbUri) throw new Error('This needs KAFKA_BROKERS and MONGODB_URI: run `npm run bench`.');
const root = repoRoot();
const dir = join(root, '.throughline/bench');
mkdirSync(dir, { recursive: true });
const shared = { brokers, mongodbUri, dir, say: (line: string) => console.error(line) };

/** Tells what was found, and puts it into the page where it says something to others. */
async function tell(
  name: string,
  { json, quick, only }: Options,
  { result, section }: Awaited<ReturnType<Benchmark<never>>>,
): Promise<void> {
  const text = `${JSON.stringify(result, null, 2)}\n`;
  process.stdout.write(text);
  if (json) writeFileSync(resolve(json), text);
  // Figures of a short or partial run say nothing to others.
  if (!quick && !only) await writeSection(root, name, section);
}

const program = new Command('bench').showHelpAfterError();
const command = (name: string): Command =>
  program
    .command(name)
    .option('--json <file>', 'write what was found as JSON')
    .option('--quick', 'less than a minute, to see that it works; docs stay as they are');
for (const [name, run] of Object.entries(benchmarks)) {
  command(name)
    .option('--records <n>', 'how many records', count)
    .option('--only <arms>', 'some of the arms, comma between; docs stay as they are', armNames)
    .action(async (options: Options) => {
      const { quick = false, records, only } = options;
      await tell(name, options, await run({ ...shared, quick, ...(records && { records }), ...(only && { only }) }));
    });
}
for (const [name, run] of Object.entries(onData)) {
  command(name)
    .requiredOption('--data <dir>', 'the folder of CLINC150 (data_full.json, domains.json)')
    .option('--seeds <n>', 'how many draws of examples', atLeastOne, name === 'clinc-bound' ? 100 : 5)
    .option('--out <dir>', 'clinc-shop: keep the workspaces there, a folder a seed')
    .option('--flow', "clinc-shop: also play the first seed's through the running services")
    .action(async (options: DataOptions) => {
      const { data, seeds, out, flow: played = false, quick = false } = options;
      await tell(name, options, await run({ ...shared, quick, data, seeds, flow: played, ...(out && { out }) }));
    });
}
// So that what it started is told to end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
await program.parseAsync();
