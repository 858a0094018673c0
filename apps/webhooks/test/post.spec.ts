// Against a real HTTP server: what each of its ways to answer comes to.
import { connectionsTo } from '../src/address.ts';
import { post } from '../src/post.ts';
import { drip, flood, hangUp, nothing, oldSecret, Receiver, secret, status, verified } from './support/receiver.ts';

let receiver: Receiver;
const open = connectionsTo({ allowPrivate: true }, 1_000);
const guarded = connectionsTo({ allowPrivate: false }, 1_000);
const body = JSON.stringify({ text: 'naïve — 你好 <script>' });

beforeAll(async () => void (receiver = await new Receiver().start()));
afterAll(async () => {
  await Promise.all([open.destroy(), guarded.destroy()]);
  await receiver.stop();
});

const posted = (url: string, { dispatcher = open, timeoutMs = 2_000, secrets = [secret] } = {}) =>
  post({ id: 'msg_1', body, endpoint: { url, secrets }, dispatcher, timeoutMs });
const answers = (path: string, ...reactions: Parameters<Receiver['answers']>[1][]): string => {
  receiver.answers(path, ...reactions);
  return receiver.url(path);
};

it('is signed so that the standard library verifies it, by each of the secrets', async () => {
  expect(await posted(answers('/ok', status(200)), { secrets: [secret, oldSecret] })).toEqual({
    kind: 'accepted',
    status: 200,
  });
  const [got] = receiver.at('/ok');
  if (!got) throw new Error('nothing came');
  expect(got.headers).toMatchObject({
    'webhook-id': 'msg_1',
    'content-type': 'application/cloudevents+json; charset=utf-8',
  });
  for (const by of [secret, oldSecret]) expect(verified(got, by)).toEqual({ text: 'naïve — 你好 <script>' });
  expect(() => verified({ ...got, body: `${got.body} ` })).toThrow(/signature/);
  expect(() => verified(got, `whsec_${Buffer.alloc(32, 3).toString('base64')}`)).toThrow(/signature/);
});

it.each([
  ['never answers', nothing, { kind: 'failed', away: true, detail: 'no answer within 300 ms' }],
  [
    'hangs up',
    hangUp,
    {
      kind: 'failed',
      away: true,
      detail: expect.stringMatching(/^could not be reached: (UND_ERR_SOCKET|ECONNRESET)$/),
    },
  ],
  ['says 200 and drips', drip, { kind: 'accepted', status: 200 }],
  ['says 200 and floods', flood, { kind: 'accepted', status: 200 }],
  ['says 429', status(429, { 'retry-after': '3' }), { kind: 'failed', away: true, retryAfterMs: 3_000 }],
  ['says 410', status(410), { kind: 'refused', status: 410 }],
])('a receiver that %s', async (what, reaction, answer) => {
  const path = `/${what.replaceAll(' ', '-')}`;
  expect(await posted(answers(path, reaction), { timeoutMs: 300 })).toMatchObject(answer);
});

it('follows no redirect', async () => {
  const elsewhere = receiver.url('/elsewhere');
  expect(await posted(answers('/moved', status(307, { location: elsewhere })))).toMatchObject({
    kind: 'failed',
    status: 307,
  });
  expect(receiver.at('/elsewhere')).toEqual([]);
});

it('says that nobody listens', async () => {
  const gone = await new Receiver().start();
  const url = gone.url('/');
  await gone.stop();
  expect(await posted(url)).toEqual({ kind: 'failed', away: true, detail: 'could not be reached: ECONNREFUSED' });
});

describe('without allowPrivate', () => {
  it.each([
    ['an address', (port: string) => `http://127.0.0.1:${port}/closed`],
    ['an address in disguise', (port: string) => `http://0x7f.1:${port}/closed`],
    ['an address as a number', (port: string) => `http://2130706433:${port}/closed`],
    ['an IPv6 address', (port: string) => `http://[::1]:${port}/closed`],
    ['an IPv4 address in IPv6', (port: string) => `http://[::ffff:127.0.0.1]:${port}/closed`],
    ['a name that resolves to one', (port: string) => `http://localhost:${port}/closed`],
  ])("nothing goes to one's own machine by %s", async (_, urlOf) => {
    const { port } = new URL(receiver.url('/'));
    const answer = await posted(urlOf(port), { dispatcher: guarded });
    expect(answer).toEqual({
      kind: 'failed',
      away: true,
      detail: expect.stringMatching(/is not on the public internet: allowPrivate/),
    });
    expect(receiver.at('/closed')).toEqual([]);
  });
});
