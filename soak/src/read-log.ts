import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ReplyDelivered } from '@throughline/contracts';
import { repoRoot } from 'throughline/root';
import type { LogRecord } from './evidence.ts';

/** Every committed record of every topic of the flow, dead letters and retries too, as Kafka's own client reads them. */
export async function readLog(brokers: readonly string[]): Promise<LogRecord[]> {
  const root = repoRoot();
  const jars = join(root, '.throughline/stack/lib/*');
  const args = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-XX:-UsePerfData', '-cp', jars];
  const program = join(root, 'soak/src/ReadLog.java');
  const reader = spawn('java', [...args, program, brokers.join(','), 'support.', ReplyDelivered.topic], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 300_000,
  });
  const ended = once(reader, 'close');
  const records: LogRecord[] = [];
  let complete = false;
  for await (const line of createInterface(reader.stdout)) {
    if (line === 'end') complete = true;
    else records.push(parse(line));
  }
  await ended;
  if (!complete) throw new Error('The log could not be read up to its end.');
  return records;
}

const text = (base64 = ''): string => Buffer.from(base64, 'base64').toString('utf8');

function parse(line: string): LogRecord {
  const [topic = '', partition, offset = '', key, id, subject, value] = line.split('\t');
  const record = { topic, partition: Number(partition), offset, key: text(key), id: text(id), ticketId: text(subject) };
  if (!value) return record;
  return { ...record, reply: (JSON.parse(text(value)) as { reply: { text: string } }).reply.text };
}
