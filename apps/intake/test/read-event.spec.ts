import { ReviewDecided, TicketReceived } from '@throughline/contracts';
import { CloudEvent, HTTP } from 'cloudevents';
import { allowedTo } from '../src/cloud-event.ts';
import { binary, readEvent, structured } from '../src/read-event.ts';

const { ticketId: _, ...data } = TicketReceived.example as { ticketId?: string };
const sent = { specversion: '1.0', id: 'm-1', source: '/acme/helpdesk', type: TicketReceived.type, data };
const decision = { ...sent, type: ReviewDecided.type, data: ReviewDecided.example };
const messages = allowedTo('helpdesk', new Set(['tool']));
const read = (event: unknown, allowed = messages) => readEvent(structured(event), allowed, 'helpdesk');
const eventOf = (result: ReturnType<typeof read>) => {
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.event;
};

it('keeps id, source, time and the story as they were sent; other extensions travel along', () => {
  const story = {
    correlationid: 'c-1',
    causationid: 'c-0',
    policyversion: 'p1',
    traceparent: '00-1',
    tracestate: 'a=b',
  };
  const time = '2026-03-02T09:15:00.000Z';
  const others = { shard: 7, problems: 'none', validate: 'late', dataschema: 'https://acme.test/message.json' };
  const { envelope, extensions, data: kept } = eventOf(read({ ...sent, time, ...story, ...others }));
  expect(envelope).toEqual({
    id: 'm-1',
    source: '/acme/helpdesk',
    time,
    subject: expect.stringMatching(/^t-[0-9a-f]{16}$/),
    correlationId: 'c-1',
    causationId: 'c-0',
    policyVersion: 'p1',
    traceparent: '00-1',
    tracestate: 'a=b',
  });
  expect(extensions).toEqual({ ...others, shard: '7', authtype: 'api_key', authid: 'helpdesk' });
  expect(kept).toEqual(data);
});

it('begins a story with the event, and lets nobody say who they are', () => {
  const { envelope, extensions } = eventOf(read({ ...sent, authid: 'somebody else' }));
  expect(envelope.correlationId).toBe('m-1');
  expect(extensions['authid']).toBe('helpdesk');
});

it.each(['m-1', 'a/€ b', '100%'])('reads the same from headers as from one document: id %s', (id) => {
  const time = '2026-03-02T09:15:00.000Z';
  const headers = HTTP.binary(new CloudEvent({ ...sent, time, channelid: 'x' })).headers;
  const escaped = { ...headers, 'ce-id': encodeURIComponent(id), host: 'here' };
  const alone = readEvent(binary(escaped, data), messages, 'helpdesk');
  expect(eventOf(alone)).toEqual(eventOf(read({ ...sent, id, time, channelid: 'x' })));
});

it.each([
  ['no id', { id: undefined }, 'id'],
  ['an empty id', { id: '' }, 'id'],
  ['no source', { source: undefined }, 'source'],
  ['a source of ours', { source: '/throughline/desk' }, 'source'],
  ['a source that is no URI reference', { source: 'a b' }, 'source'],
  ['another version', { specversion: '0.3' }, 'specversion'],
  ['no version', { specversion: undefined }, 'specversion'],
  ['a time that is none', { time: 'yesterday' }, 'time'],
  ['binary data', { data: undefined, data_base64: 'AAEC' }, 'data_base64'],
  ['data of another type', { datacontenttype: 'text/xml' }, 'datacontenttype'],
  ['no data', { data: undefined }, 'data'],
  ['wrong data', { data: { ...data, channel: 7 } }, 'data.channel'],
  ['another subject', { subject: 'T-9' }, 'subject'],
  ['a name that is none', { Upper: 'x' }, '(event)'],
  ['an extension that is no value', { nested: { a: 1 } }, 'nested'],
])('refuses %s and names the field', (__, change, field) => {
  expect(read({ ...sent, ...change })).toEqual({ problems: [{ field, reason: expect.any(String) }] });
});

it.each([null, 7, 'text', []])('refuses what is no object: %j', (event) => {
  expect(read(event)).toEqual({ problems: [{ field: '(event)', reason: expect.any(String) }] });
});

describe('who may publish what', () => {
  it('takes messages of everybody, decisions of named review tools alone', () => {
    expect(read(decision)).toMatchObject({ forbidden: true, problems: [{ field: 'type' }] });
    const reason = JSON.stringify(read(decision));
    expect(reason).toContain(`allowed: ${TicketReceived.type}; decisions are taken of callers that REVIEW_TOOLS names`);
    expect(eventOf(read(decision, allowedTo('tool', new Set(['tool'])))).contract).toBe(ReviewDecided);
  });

  it.each(['io.throughline.support.ticket.closed.v1', 'io.throughline.support.policy.v1', 'com.acme.thing'])(
    'takes %s of nobody',
    (type) => {
      const all = allowedTo('tool', new Set(['tool']));
      expect(read({ ...sent, type }, all)).toMatchObject({ forbidden: true });
      expect(JSON.stringify(read({ ...sent, type }, all))).toContain(`${TicketReceived.type}, ${ReviewDecided.type}`);
    },
  );

  it.each(['close', 'reassign'])('takes no decision to %s: nobody would carry it out', (action) => {
    const made = { ...decision, data: { ...ReviewDecided.example, action, queue: 'legal' } };
    const result = read(made, allowedTo('tool', new Set(['tool'])));
    expect(result).toEqual({ problems: [{ field: 'data.action', reason: expect.stringContaining("desk's API") }] });
  });

  it('takes no decision of an agent', () => {
    const byAgent = { ...decision, data: { ...ReviewDecided.example, by: { kind: 'agent', id: 'bot' } } };
    const result = read(byAgent, allowedTo('tool', new Set(['tool'])));
    expect(result).toEqual({ problems: [{ field: 'data.by.kind', reason: expect.any(String) }] });
  });
});
