import { stamp } from '@throughline/messaging';
import { makeTopics, readUntil, send, testFlow, uniqueName } from './support/cluster.ts';
import { type Echo, startEcho } from './support/echo.ts';

const run = uniqueName();
const { In, Out, Known, service } = testFlow(run);
const source = { name: 'elsewhere', emits: [In] };
let echo: Echo;

beforeAll(async () => {
  await makeTopics([In, Out, Known], service, 1);
  // Each takes another time, so that what runs side by side ends in another order.
  echo = await startEcho(run, { DELAY_MS: '20' });
}, 60_000);
afterAll(() => echo.end('SIGTERM'));

it('handles records without a key in the order of what their contract makes their key, and with those that have it', async () => {
  const customers = ['C-1', 'C-2'];
  const records = Array.from({ length: 60 }, (_, n) => {
    const event = In.of({ ticketId: `T-${n}`, customerId: customers[n % 2] ?? '', turn: 1, n });
    const record = stamp(source, event);
    return n % 3 === 0 ? record : { ...record, key: n % 3 === 1 ? null : '' };
  });
  await send(records);
  const out = await readUntil(Out.topic, (all) => all.length >= records.length);
  const read = out.map((m) => ({ key: String(m.key), n: (JSON.parse(String(m.value)) as { n: number }).n }));
  for (const [i, customer] of customers.entries()) {
    const own = read.filter(({ key }) => key === customer).map(({ n }) => n);
    expect(own).toEqual(Array.from({ length: 30 }, (_, k) => 2 * k + i));
  }
});
