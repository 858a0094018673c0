import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { evaluate, parsePolicy } from '../src/index.ts';
import { agentReply, saying } from './given.ts';

const workspace = join(__dirname, '../../../workspaces/demo-store');
const read = (file: string) => readFileSync(join(workspace, file), 'utf8');
const policy = parsePolicy(read('policy.yaml'));

describe("the demo store's policy", () => {
  it('knows every queue that its taxonomy names', () => {
    const { intents } = parse(read('taxonomy.yaml')) as { intents: { queue?: string }[] };
    const queues = intents.flatMap(({ queue }) => queue ?? []);
    expect(policy.document.humanQueues.others).toEqual(expect.arrayContaining(queues));
  });

  it('sends VIPs to a queue of their own', () => {
    const input = agentReply({ customer: { profile: { tier: 'vip' } } });
    expect(evaluate(policy, input)).toMatchObject({ route: 'review', queue: 'vip' });
  });

  it("lets through the shop's own contacts and links where an article is quoted", () => {
    const text = 'Call +353 20 911 0140, write to help@shop.example or see https://shop.example/help.';
    expect(evaluate(policy, saying(text))).toMatchObject({ route: 'approve', rules: [] });
  });
});
