import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { repoRoot } from 'throughline/root';

/** Versions are pinned exactly: what is declared is what runs. */
function version(name: string): string {
  const file = join(repoRoot(), 'bench/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { dependencies: Record<string, string> }).dependencies[name] ?? '';
}

/** What the figures were found on: no names, no paths. */
export function machine(): string {
  const [cpu] = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  const clients = ['kafkajs', '@platformatic/kafka', '@nestjs/microservices'].map((name) => `${name} ${version(name)}`);
  const day = new Date().toISOString().slice(0, 10);
  return `${day}; ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${gib} GiB; Node.js ${process.versions.node}; ${clients.join(', ')}; one broker on the same machine.`;
}
