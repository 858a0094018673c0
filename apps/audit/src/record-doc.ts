import { createHash } from 'node:crypto';
import { ReplyDelivered, ReplyDrafted } from '@throughline/contracts';
import type { IncomingRecord } from '@throughline/messaging';
import type { Cite, EventDoc, FlowStep } from './schemas.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

function asText(bytes: Buffer | null): Pick<EventDoc, 'value' | 'encoding'> {
  if (bytes === null) return { value: null, encoding: 'utf8' };
  try {
    return { value: utf8.decode(bytes), encoding: 'utf8' };
  } catch {
    return { value: bytes.toString('base64'), encoding: 'base64' };
  }
}

/** A record as the trail keeps it: nothing is checked, nothing left out. */
export function toEventDoc(cluster: string, { place, key, value, headers, timestamp }: IncomingRecord): EventDoc {
  const hash = createHash('sha256')
    .update(
      JSON.stringify([
        key?.toString('base64') ?? null,
        Object.entries(headers).toSorted(([a], [b]) => a.localeCompare(b)),
        value?.toString('base64') ?? null,
      ]),
    )
    .digest('hex');
  return {
    _id: `${cluster}/${place.topic}/${place.partition}/${place.offset}`,
    ...place,
    key: key?.toString('utf8') ?? null,
    headers: { ...headers },
    subject: headers['ce_subject'] ?? null,
    ...asText(value),
    hash,
    appendedAt: new Date(timestamp),
  };
}

/** The data of an event, or undefined where the value is no JSON object. */
export function dataOf(doc: Pick<EventDoc, 'value' | 'encoding'>): Record<string, unknown> | undefined {
  try {
    const value: unknown = doc.value === null || doc.encoding === 'base64' ? undefined : JSON.parse(doc.value);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The event's own id; its place, where it names none. */
export const eventIdOf = ({ headers, _id }: EventDoc): string => headers['ce_id'] ?? _id;

/** What of an event goes into its ticket's flow. `topic` is `support.<name>.v<n>`. */
export function toStep(doc: EventDoc, data = dataOf(doc)): FlowStep & { author?: 'agent' | 'human' } {
  const { headers } = doc;
  const actor = (data?.['reply'] as { author?: unknown } | undefined)?.author ?? data?.['by'];
  const author = (actor as { kind?: 'agent' | 'human' } | undefined)?.kind;
  return {
    eventId: eventIdOf(doc),
    type: doc.topic.replace(/^support\.|\.v\d+$/g, ''),
    at: headers['ce_time'] ?? doc.appendedAt.toISOString(),
    service: (headers['ce_source'] ?? 'unknown').replace('/throughline/', ''),
    turn: typeof data?.['turn'] === 'number' ? data['turn'] : null,
    causationId: headers['ce_causationid'] ?? null,
    traceId: headers['traceparent']?.split('-')[1] ?? null,
    policyVersion: headers['ce_policyversion'] ?? null,
    place: doc._id,
    ...(author && { author }),
  };
}

/** What a draft or a delivered reply quotes; nothing where the event is another, or not as its contract has it. */
export function citesOf({ topic }: Pick<EventDoc, 'topic'>, data: Record<string, unknown> | undefined): Cite[] {
  const kind = topic === ReplyDrafted.topic ? 'draft' : topic === ReplyDelivered.topic ? 'reply' : undefined;
  if (!kind) return [];
  const event = (kind === 'draft' ? ReplyDrafted : ReplyDelivered).schema.safeParse(data);
  if (!event.success) return [];
  const quoting = 'draft' in event.data ? event.data.draft : event.data.reply;
  const citations = 'citations' in quoting ? quoting.citations : [];
  return citations.map(({ articleId, revision }) => ({ articleId, revision, turn: event.data.turn, in: kind }));
}
