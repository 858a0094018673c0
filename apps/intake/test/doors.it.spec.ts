// Events of outside systems, over HTTP and over Kafka, on a real broker and store.
import { randomUUID } from 'node:crypto';
import { ReviewDecided, TicketReceived } from '@throughline/contracts';
import { type OutgoingRecord, readTopic, sendRecords } from '@throughline/messaging';
import { CloudEvent, HTTP } from 'cloudevents';
import { kafka, openedFor, recordsWhen, startIntake } from './support/intake.ts';

const limit = 60;
const callers = ['helpdesk', 'tool', 'eager'] as const;
const tokens = Object.fromEntries(callers.map((name) => [name, randomUUID()]));
const structured = 'application/cloudevents+json';
const batched = 'application/cloudevents-batch+json';
let intake: Awaited<ReturnType<typeof startIntake>>;

beforeAll(async () => {
  intake = await startIntake({
    API_TOKENS: callers.map((name) => `${name}:${tokens[name]}`).join(','),
    REVIEW_TOOLS: 'tool',
    WRITES_PER_MINUTE: String(limit),
  });
}, 120_000);
afterAll(() => intake.end(), 60_000);

const message = (data: object = {}, attributes: object = {}) => ({
  specversion: '1.0',
  id: randomUUID(),
  source: '/acme/helpdesk',
  type: TicketReceived.type,
  data: { customerId: `C-${randomUUID()}`, channel: 'email', subject: 'Hello', body: 'Where is my lamp?', ...data },
  ...attributes,
});

async function post(
  body: unknown,
  headers: Record<string, string>,
  { caller = 'helpdesk', path = '/v1/events' }: { caller?: string; path?: string } = {},
) {
  const response = await fetch(`${intake.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens[caller]}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer = (await response.json()) as { events?: object[]; errors?: object[]; message?: string };
  return { status: response.status, answer, retryAfter: response.headers.get('retry-after') };
}

const inTheLog = async (id: string) =>
  (await recordsWhen(TicketReceived.topic, (all) => all.some((r) => r.headers['ce_id'] === id))).filter(
    (r) => r.headers['ce_id'] === id,
  );

describe('POST /v1/events', () => {
  it('takes an event in structured mode, the story with it; the same again opens nothing', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const event = message({}, { correlationid: 'c-1', causationid: 'c-0', traceparent, shard: 7 });
    const { customerId } = event.data;
    const { status, answer } = await post(event, { 'content-type': `${structured}; charset=UTF-8` });
    expect({ status, answer }).toEqual({
      status: 202,
      answer: {
        events: [{ id: event.id, source: event.source, type: event.type, ticketId: expect.stringMatching(/^t-/) }],
      },
    });
    expect(await inTheLog(event.id)).toMatchObject([
      {
        key: Buffer.from(customerId),
        value: Buffer.from(JSON.stringify(event.data)),
        headers: {
          ce_source: '/acme/helpdesk',
          ce_correlationid: 'c-1',
          ce_causationid: 'c-0',
          ce_shard: '7',
          ce_authid: 'helpdesk',
          'content-type': 'application/json',
          traceparent: expect.stringContaining('0af7651916cd43dd8448eb211c80319c'),
        },
      },
    ]);
    await post(event, { 'content-type': structured });
    const later = message({ customerId });
    await post(later, { 'content-type': structured });
    const opened = await openedFor(customerId, 2);
    expect(opened.map((e) => e.data.ticket.messageId)).toEqual([event.id, later.id]);
    expect(opened[0]).toMatchObject({ correlationId: 'c-1', data: answer.events?.[0] && { turn: 1 } });
  });

  it("takes an event in binary mode, as the library itself sends it; the request's trace is the event's", async () => {
    const event = message();
    const { headers } = HTTP.binary(new CloudEvent(event));
    const traceparent = '00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const given = { ...(headers as Record<string, string>), 'content-type': 'application/json', traceparent };
    expect((await post(event.data, given)).status).toBe(202);
    const [record] = await inTheLog(event.id);
    expect(record?.headers['traceparent']).toContain('1af7651916cd43dd8448eb211c80319c');
    expect(await openedFor(event.data.customerId, 1)).toMatchObject([{ data: { turn: 1 }, causationId: event.id }]);
  });

  it('takes a batch, in its order', async () => {
    const customerId = `C-${randomUUID()}`;
    const events = [1, 2, 3].map((n) => message({ customerId, ticketId: `T-${customerId}`, body: `message ${n}` }));
    const { status, answer } = await post(events, { 'content-type': batched });
    expect({ status, ids: answer.events }).toMatchObject({ status: 202, ids: events.map(({ id }) => ({ id })) });
    const opened = await openedFor(customerId, 3);
    expect(opened.map(({ data }) => [data.turn, data.ticket.body])).toEqual([1, 2, 3].map((n) => [n, `message ${n}`]));
  });

  it('names a ticket that the same message opened a moment before, and no other', async () => {
    const customerId = `C-${randomUUID()}`;
    const [first, again] = ['2026-03-02T08:15:00.000Z', '2026-03-02T08:15:20.000Z'].map((receivedAt) =>
      message({ customerId, body: 'Where is my lamp? It was to come today.', receivedAt }),
    );
    const other = message({
      customerId,
      body: 'And where is my chair, please?',
      receivedAt: '2026-03-02T08:15:40.000Z',
    });
    await post([first, again, other], { 'content-type': batched });
    const opened = await openedFor(customerId, 3);
    const { ticketId } = opened[0]!.data;
    expect(opened.map(({ data }) => data.ticket.customer.otherTickets)).toEqual([
      undefined,
      [{ ticketId, at: '2026-03-02T08:15:00.000Z', withPerson: false, sameMessage: true }],
      undefined,
    ]);
  });

  it('sends nothing of a batch in which one is wrong, and names each mistake with its place', async () => {
    const [good, after] = [message(), message()];
    const bad = message({ channel: undefined, body: 7 });
    const { status, answer } = await post([good, bad, { ...good, id: undefined }], { 'content-type': batched });
    expect(status).toBe(400);
    expect(answer.errors).toEqual([
      { event: 1, field: 'data.channel', reason: expect.stringContaining('expected string') },
      { event: 1, field: 'data.body', reason: expect.stringContaining('expected string') },
      { event: 2, field: 'id', reason: expect.stringContaining('expected string') },
    ]);
    await post(after, { 'content-type': structured });
    await inTheLog(after.id);
    const ids = new Set<string | undefined>();
    await readTopic(kafka, TicketReceived.topic, ({ headers }) => void ids.add(headers['ce_id']));
    expect([after.id, good.id, bad.id].map((id) => ids.has(id))).toEqual([true, false, false]);
  });

  it.each([[[]], [Array.from({ length: 101 }, () => message())], [message()]])(
    'refuses a batch of none or too many',
    async (body) => {
      const { status, answer } = await post(body, { 'content-type': batched });
      expect({ status, errors: answer.errors }).toMatchObject({ status: 400, errors: [{ field: '(body)' }] });
    },
  );

  it('takes a decision of a review tool alone, and of nobody what is the services’ own', async () => {
    const decision = { ...message(), type: ReviewDecided.type, data: ReviewDecided.example };
    const refused = await post(decision, { 'content-type': structured });
    expect(refused.status).toBe(403);
    expect(JSON.stringify(refused.answer.errors)).toContain(`allowed: ${TicketReceived.type}`);
    const taken = await post(decision, { 'content-type': structured }, { caller: 'tool' });
    expect(taken).toMatchObject({ status: 202, answer: { events: [{ ticketId: ReviewDecided.example.ticketId }] } });
    const [record] = await recordsWhen(ReviewDecided.topic, (all) =>
      all.some((r) => r.headers['ce_id'] === decision.id),
    );
    expect(record?.key?.toString()).toBe(ReviewDecided.example.customerId);
    const closing = { ...message(), type: 'io.throughline.support.ticket.closed.v1' };
    expect((await post(closing, { 'content-type': structured }, { caller: 'tool' })).status).toBe(403);
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/cloudevents+xml'])(
    'answers 415 to %s and names what is taken',
    async (type) => {
      const { status, answer } = await post('x=1', { 'content-type': type });
      expect({ status, message: answer.message }).toEqual({ status: 415, message: expect.stringContaining(batched) });
    },
  );

  it('answers 413 to more than 256 KiB, 400 to what is no JSON, 401 to nobody', async () => {
    const large = message({ body: 'x'.repeat(256 * 1024) });
    expect((await post(large, { 'content-type': structured })).status).toBe(413);
    expect((await post([large], { 'content-type': batched })).status).toBe(413);
    // Small as it comes, and 22 bytes a number as it would be sent.
    const grows = JSON.stringify(message({ grows: 0 })).replace('"grows":0', `"grows":[${'1E20,'.repeat(45_000)}1]`);
    const { status, answer } = await post(grows, { 'content-type': structured });
    expect({ status, answer }).toEqual({
      status: 413,
      answer: expect.objectContaining({ message: expect.stringMatching(/at most \d+ can be sent/) }),
    });
    expect((await post('{"broken', { 'content-type': structured })).status).toBe(400);
    expect((await post(message(), { 'content-type': structured, authorization: 'Bearer x' })).status).toBe(401);
  });

  it('answers 429 with Retry-After to whoever writes too much, on both doors, and to nobody else', async () => {
    const caller = 'eager';
    const all = await Promise.all(
      Array.from({ length: limit }, () => post({}, { 'content-type': structured }, { caller })),
    );
    expect(new Set(all.map((r) => r.status))).toEqual(new Set([400]));
    for (const path of ['/v1/events', '/v1/tickets']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { status, retryAfter, answer } = await post({}, { 'content-type': 'application/json' }, { caller, path });
      expect({ status, message: answer.message }).toEqual({
        status: 429,
        message: expect.stringContaining(`${limit} times`),
      });
      expect(Number(retryAfter)).toBeGreaterThan(0);
    }
    expect((await post(message(), { 'content-type': structured })).status).toBe(202);
  });
});

describe('support.ticket.received', () => {
  const topic = TicketReceived.topic;
  const binary = ({ data, ...attributes }: ReturnType<typeof message>, key: string | null): OutgoingRecord => ({
    topic,
    key,
    value: JSON.stringify(data),
    headers: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value])),
  });

  it('is taken in binary and in structured mode', async () => {
    const customerId = `C-${randomUUID()}`;
    const [one, two] = [message({ customerId }), message({ customerId })];
    const document = { topic, key: customerId, value: JSON.stringify(two), headers: { 'content-type': structured } };
    await sendRecords(kafka, [binary(one, customerId), document]);
    expect((await openedFor(customerId, 2)).map((e) => e.causationId)).toEqual([one.id, two.id]);
  });

  it('is keyed anew: without a key, or in any partition, each message is one turn, opened once, and in order where it lay in order', async () => {
    const customerId = `C-${randomUUID()}`;
    const ticketId = `T-${customerId}`;
    const keys = [null, customerId, '', ...Array.from({ length: 12 }, (_, n) => `other-${n}`)];
    const sent = Array.from({ length: 90 }, (_, n) => ({
      event: message({ customerId, ticketId, body: `message ${n}` }),
      key: keys[n % keys.length] ?? null,
    }));
    // Every seventh comes again, somewhere else, at the same time; so of each key some come once.
    const again = sent.filter((_, n) => n % 7 === 0).map(({ event }, n) => binary(event, `again-${n}`));
    await sendRecords(kafka, [...sent.map(({ event, key }) => binary(event, key)), ...again]);
    const last = message({ customerId, ticketId, body: 'the last' });
    await openedFor(customerId, sent.length);
    await sendRecords(kafka, [binary(last, customerId)]);
    const opened = await openedFor(customerId, sent.length + 1);

    expect(opened.map((e) => e.data.turn).toSorted((a, b) => a - b)).toEqual(opened.map((_, i) => i + 1));
    expect(new Set(opened.map((e) => e.data.ticket.body)).size).toBe(sent.length + 1);
    expect(opened).toHaveLength(sent.length + 1);
    expect(new Set(opened.map((e) => e.key))).toEqual(new Set([customerId]));
    expect(new Set(opened.map((e) => e.place.partition)).size).toBe(1);

    // Those without a key and those with the customer's were handled as they lay in their partition. (A message that was
    // sent twice has the turn of whichever came first, so it says nothing here.)
    const repeated = new Set(again.map(({ headers }) => headers['ce_id']));
    const places = new Map<string, { partition: number; offset: number }>();
    await readTopic(kafka, topic, ({ key, place: { partition, offset }, headers }) => {
      const own = key === null || key.length === 0 || key.toString() === customerId;
      const id = headers['ce_id'] ?? '';
      if (own && !repeated.has(id)) places.set(id, { partition, offset: Number(offset) });
    });
    const lanes = Map.groupBy(
      opened.flatMap((e) => places.get(e.causationId ?? '') ?? []),
      (place) => place.partition,
    );
    expect(lanes.size).toBeGreaterThan(1);
    for (const lane of lanes.values()) {
      const offsets = lane.map((place) => place.offset);
      expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
    }
  }, 120_000);
});
