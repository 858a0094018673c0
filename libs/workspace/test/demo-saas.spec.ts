import { join } from 'node:path';
import { readWorkspace, type SampleTicket, type Workspace } from '../src/index.ts';

// The second business: what its README says of it has to be true.

const UNTAUGHT = ['nonprofit_pricing', 'sandbox_environment', 'merge_workspaces'];
const SPECIAL =
  `two-matters other-language sarcasm angry short forwarded numbers own-data others-data injection threat press privacy
  spam bounce auto-reply empty huge burst duplicate failed-answer broken-promise untaught vip off-topic`.split(/\s+/);

let saas: Workspace;
beforeAll(async () => {
  saas = await readWorkspace(join(__dirname, '../../../workspaces/demo-saas'));
});

const about = (intent: string, wave: number): SampleTicket[] =>
  saas.tickets.filter((message) => message.wave === wave && message.expect?.intent === intent);

it('is as large as its README says', () => {
  expect(saas.intents).toHaveLength(28);
  expect(saas.intents.filter(({ examples }) => examples.length < 8)).toEqual([]);
  expect(saas.articles).toHaveLength(44);
  expect(saas.customers).toHaveLength(44);
  expect(saas.customers.filter(({ history }) => history.length > 0)).toHaveLength(42);
  expect(saas.tickets).toHaveLength(147);
  expect(new Set(saas.tickets.map(({ ticketId }) => ticketId)).size).toBe(144);
  expect(saas.reviews).toHaveLength(8);
});

it('knows every customer, and says of every message what should come of it', () => {
  const known = new Set(saas.customers.map(({ customerId }) => customerId));
  expect(saas.tickets.filter(({ customerId, expect: wanted }) => !wanted || !known.has(customerId))).toEqual([]);
});

it('holds what real mail holds', () => {
  const tags = new Set(saas.tickets.flatMap((message) => message.tags));
  expect(SPECIAL.filter((tag) => !tags.has(tag))).toEqual([]);
});

it('leaves three intents to be taught: people write in wave 1, agents answer in wave 2', () => {
  expect(saas.articles.filter(({ intents }) => intents.some((id) => UNTAUGHT.includes(id)))).toEqual([]);
  const written = new Set(saas.reviews.filter(({ action }) => action === 'write').map(({ ticketId }) => ticketId));
  for (const id of UNTAUGHT) {
    expect(about(id, 1).some(({ ticketId }) => written.has(ticketId))).toBe(true);
    expect(about(id, 1).filter((message) => message.expect?.outcome !== 'human')).toEqual([]);
    expect(about(id, 2)).toHaveLength(4);
    expect(about(id, 2).filter((m) => m.expect?.outcome !== 'agent' || !m.expect.says?.length)).toEqual([]);
  }
});

it('teaches every other routine intent', () => {
  const taught = new Set(saas.articles.flatMap(({ intents }) => intents));
  const routine = saas.intents.filter(({ highStakes, id }) => !highStakes && !UNTAUGHT.includes(id));
  expect(routine.filter(({ id }) => !taught.has(id))).toEqual([]);
});

it('names a queue for whatever is high-stakes, twenty times and more', () => {
  const grave = new Set(saas.intents.filter(({ highStakes }) => highStakes).map(({ id }) => id));
  const messages = saas.tickets.filter((message) => grave.has(message.expect?.intent ?? ''));
  expect(messages.length).toBeGreaterThanOrEqual(20);
  expect(messages.filter((m) => m.expect?.outcome !== 'human' || !m.expect.queue)).toEqual([]);
});
