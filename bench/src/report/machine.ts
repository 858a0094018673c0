import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { repoRoot } from 'throughline/root';

/** Versions are pinned exactly: what is declared is what runs. */
function version(name: string): string {
  const file = join(repoRoot(), 'bench/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { dependencies: Record<string, string> }).dependencies[name] ?? '';
}

/** What figures were found on, where no broker was asked: no names, no paths. */
export function computer(): string {
  const [cpu] = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return `${day}; ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${gib} GiB; Node.js ${process.versions.node}`;
}

/** What the figures were found on, with the clients and where the broker was. */
export function machine(): string {
  const clients = ['kafkajs', '@platformatic/kafka', '@nestjs/microservices'].map((name) => `${name} ${version(name)}`);
  return `${computer()}; ${clients.join(', ')}; one broker on the same machine.`;
}
