// For tests of crashes: a service that dies after every single step, and what its topics hold in the end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Contract, EventOf } from '@throughline/contracts';
import { type KafkaOptions, readEvent, readTopic, sendRecords, stamp } from '@throughline/messaging';
import { randomUUID } from 'node:crypto';

/**
 * Starts the built service of the current folder again and again. The first life ends (SIGKILL) after its first step, the
 * second after its second, and so on, each going on with what the one before left; the last ends after the commit.
 * @returns the step that each life ended with. @throws where a life ends by itself, or nothing happens within `withinMs`
 */
export async function killAtEveryStep(env: Readonly<Record<string, string>>, withinMs = 60_000): Promise<string[]> {
  const ends: string[] = [];
  while (ends.at(-1) !== 'committed') {
    // oxlint-disable-next-line no-await-in-loop -- one life after the other
    ends.push(await lifeUntil(ends.length + 1, env, withinMs));
  }
  return ends;
}

async function lifeUntil(step: number, env: Readonly<Record<string, string>>, withinMs: number): Promise<string> {
  const args = ['--no-warnings', '--import', '@throughline/platform/kill-at-step', 'dist/main.js'];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env, PORT: '0', KILL_AT: String(step) } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await once(child, 'close');
  clearTimeout(timer);
  const reached = new RegExp(`^step ${step} (.*)$`, 'm').exec(output)?.[1];
  if (reached === undefined) throw new Error(`Life ${step} never came to its step:\n${output.slice(-3000)}`);
  return reached;
}

/** Every event of a contract's topic, read committed; the topic has to have one partition. */
export async function eventsOf<C extends Contract>(contract: C, kafka: KafkaOptions): Promise<EventOf<C>[]> {
  const reader = { name: `reader-${randomUUID()}`, emits: [contract] };
  const marker = stamp(reader, contract.of(contract.example));
  await sendRecords(kafka, [marker]);
  for (;;) {
    const events: EventOf<C>[] = [];
    let atTheEnd = false;
    // oxlint-disable-next-line no-await-in-loop -- again until what stands before the marker is decided
    await readTopic(kafka, contract.topic, (record) => {
      const event = readEvent(contract, record);
      if (event.id === marker.headers['ce_id']) atTheEnd = true;
      else if (!event.source.startsWith('/throughline/reader-')) events.push(event);
    });
    if (atTheEnd) return events;
  }
}
