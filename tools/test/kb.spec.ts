import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KbArticle } from '@throughline/contracts';
import { commandLine } from '../src/cli.ts';

// A server in place of both services: what the command asks for, and what it makes of the answers.
const asked: string[] = [];
const article = { ...KbArticle.example, body: 'Line one.\n\u001b[31mred' };
const answers: Record<string, unknown> = {
  'GET /v1/articles?status=trial': [article],
  'GET /v1/articles/track-parcel': article,
  'GET /v1/articles/track-parcel/revisions': [article],
  'GET /v1/articles/track-parcel/trial': { for: 2, against: 1, open: 4 },
  'DELETE /v1/articles/track-parcel?why=It+is+wrong.': {
    articleId: 'track-parcel',
    revision: 2,
    changed: true,
    reviews: 1,
  },
  'GET /v1/articles/track-parcel/tickets': [
    { ticketId: 'T-1', customerId: 'C-1', state: 'agent', cites: [{ revision: 1, turn: 1, in: 'reply' }] },
  ],
};
const server = createServer(({ method, url, headers }, response) => {
  asked.push(`${method} ${url} ${headers.authorization}`);
  const answer = answers[`${method} ${url}`];
  response.writeHead(answer ? 200 : 404).end(JSON.stringify(answer ?? { message: 'There is no such article.' }));
});
let url = '';
const run = async (...words: string[]): Promise<string> => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await commandLine().parseAsync(['node', 'throughline', 'kb', ...words, '--kb', url]);
  const said = log.mock.calls.flat().join('\n');
  log.mockRestore();
  return said;
};

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['THROUGHLINE_TOKEN'] = 'secret';
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it('lists articles, as the services know the caller', async () => {
  expect(await run('list', '--status', 'trial')).toContain('Follow your parcel');
  expect(asked).toEqual(['GET /v1/articles?status=trial Bearer secret']);
});

it('shows one with its trial, and nothing that moves the cursor', async () => {
  const text = await run('show', 'track-parcel');
  expect(text).toContain('2 answered for good, 1 not, 4 too early to tell');
  expect(text).toContain('\\x1b[31mred');
});

it('retracts one and lists the tickets that quote it', async () => {
  const text = await run('retract', 'track-parcel', '--why', 'It is wrong.', '--audit', url);
  expect(text).toContain("track-parcel is retracted (revision 2); 1 review asked for in the queue 'knowledge'.");
  expect(text).toMatch(/T-1 +C-1 +agent +reply of turn 1 \(revision 1\)/);
});

it('says what the service said, and what is missing', async () => {
  await expect(run('show', 'none')).rejects.toThrow('404');
  delete process.env['THROUGHLINE_TOKEN'];
  await expect(run('list')).rejects.toThrow('THROUGHLINE_TOKEN');
});
