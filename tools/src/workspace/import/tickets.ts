import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { explain, fieldName, type Inspection, SampleTicket } from '@throughline/workspace';
import { type Kind, type Planned, Refused } from './kind.ts';
import { linesOf } from './lines.ts';
import type { Values } from './mapping.ts';

const FILE = 'tickets.jsonl';

/** Tickets, a line each of `tickets.jsonl`. The file is replaced as a whole once all rows are through. */
export class Tickets implements Kind {
  readonly fields = {
    ticketId: {},
    messageId: {},
    customerId: { required: true },
    channel: {},
    subject: {},
    body: { required: true },
    receivedAt: { required: true },
    wave: { as: 'number' },
    'expect.intent': {},
    'expect.outcome': {},
    'expect.queue': {},
    'expect.articleId': {},
  } as const;
  private readonly existing: ReadonlyMap<string, SampleTicket>;
  private readonly intents: ReadonlySet<string> | undefined;
  private readonly changed = new Map<string, string>();
  private added: FileHandle | undefined;
  private readonly file: string;

  constructor(dir: string, { parts, taxonomy }: Inspection) {
    this.file = join(dir, FILE);
    this.existing = new Map(parts.tickets.map(({ value }) => [value.messageId, value]));
    this.intents = taxonomy && new Set(parts.intents.map(({ value }) => value.id));
  }

  plan(values: Values): Planned {
    const receivedAt = moment(values['receivedAt']);
    const told = JSON.stringify([values['customerId'], receivedAt, values['subject'] ?? '', values['body']]);
    const digest = createHash('sha256').update(told).digest('hex').slice(0, 12);
    const ticketId = values['ticketId'] ?? `T-${digest}`;
    const messageId = String(values['messageId'] ?? `${ticketId.toString()}.${digest}`);
    const before = this.existing.get(messageId);
    const ticket = this.checked({
      channel: 'email',
      subject: '',
      ...before,
      ...nested(values),
      receivedAt,
      ticketId,
      messageId,
    });
    const state = !before ? 'new' : isDeepStrictEqual(ticket, before) ? 'same' : 'changed';
    return { key: messageId, file: FILE, text: JSON.stringify(ticket), state };
  }

  private checked(row: object): SampleTicket {
    const { success, data, error } = SampleTicket.safeParse(row);
    if (!success) {
      throw new Refused(error.issues.map((issue) => `${fieldName(issue.path)}: ${explain(issue, row)}`).join('; '));
    }
    const intent = data.expect?.intent;
    if (this.intents && typeof intent === 'string' && !this.intents.has(intent)) {
      throw new Refused(`expect.intent: '${intent}' is in no entry of taxonomy.yaml`);
    }
    return data;
  }

  async write({ key, text, state }: Planned): Promise<void> {
    if (state === 'changed') this.changed.set(key, text);
    else await (this.added ??= await open(`${this.file}.added`, 'w+')).write(`${text}\n`);
  }

  async commit(): Promise<void> {
    if (!this.added && this.changed.size === 0) return;
    await pipeline(this.merged(), createWriteStream(`${this.file}.new`));
    await rename(`${this.file}.new`, this.file);
  }

  async close(): Promise<void> {
    await this.added?.close();
    await rm(`${this.file}.added`, { force: true });
    await rm(`${this.file}.new`, { force: true });
  }

  private async *merged(): AsyncGenerator<string> {
    if (existsSync(this.file)) {
      for await (const line of linesOf(this.file)) yield `${this.changed.get(messageIdOf(line)) ?? line}\n`;
    }
    if (this.added) for await (const line of linesOf(`${this.file}.added`)) yield `${line}\n`;
  }
}

/** Lines that are no tickets have none, and stay as they are. */
function messageIdOf(line: string): string {
  try {
    return (JSON.parse(line) as { messageId?: string } | null)?.messageId ?? '';
  } catch {
    return '';
  }
}

/** A moment without a zone counts as UTC, wherever the import runs. */
function moment(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d([T ][\d:.]+)?$/.test(value)) return value;
  const date = new Date(value.length === 10 ? value : `${value.replace(' ', 'T')}Z`);
  return Number.isNaN(date.getTime()) ? value : date.toISOString();
}

/** `expect.intent` as a field of `expect`. */
function nested({ ...values }: Record<string, unknown>): Record<string, unknown> {
  const inner = Object.entries(values).filter(([name]) => name.startsWith('expect.'));
  for (const [name] of inner) delete values[name];
  if (inner.length === 0) return values;
  return { ...values, expect: Object.fromEntries(inner.map(([name, value]) => [name.slice('expect.'.length), value])) };
}
