// npm run soak -- [--tickets N] [--faults N] [--seed S] [--rate N] [--instances N] [--json FILE]: see docs/soak.md
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { holds, report } from './report.ts';
import { soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    tickets: { type: 'string', default: '20000' },
    faults: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now()) },
    rate: { type: 'string', default: '20' },
    instances: { type: 'string', default: '2' },
    json: { type: 'string' },
  },
});

const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => interrupt.abort(new Error(`${name}: ending what was started`)));
}

function positive(name: 'tickets' | 'faults' | 'rate' | 'instances'): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name} ${values[name]}: expected a whole number from 1`);
}

try {
  const { seed, json } = values;
  const numbers = {
    tickets: positive('tickets'),
    faults: positive('faults'),
    rate: positive('rate'),
    instances: positive('instances'),
  };
  console.log(`soak: ${JSON.stringify({ ...numbers, seed })}; the same --seed chooses the same tickets and faults`);
  const outcome = await soak({ ...numbers, seed, signal: interrupt.signal, log: (line) => console.log(line) });
  console.log(report(outcome));
  if (json) {
    mkdirSync(dirname(resolve(json)), { recursive: true });
    writeFileSync(json, `${JSON.stringify({ ...numbers, seed, holds: holds(outcome), ...outcome }, undefined, 2)}\n`);
  }
  process.exitCode = holds(outcome) ? 0 : 1;
} catch (error) {
  console.error(`soak: ${(error as Error).message}`);
  process.exitCode = 1;
}
