import { ReplyDrafted } from '@throughline/contracts';
import { parsePolicy } from '@throughline/guardrails';
import { readMetrics } from '@throughline/platform/testing-metrics';

const { pointsOf, close } = readMetrics();

const { data: example } = ReplyDrafted.of(ReplyDrafted.example);
const vip = { ...example.ticket, customer: { ...example.ticket.customer, profile: { tier: 'vip' } } };

it('counts what the gate said and every rule that fired, those that only observe too', async () => {
  const { routeDraft } = await import('../src/route.ts');
  const author = { kind: 'agent', id: 'drafter' } as const;
  const now = { killSwitch: false, quoteProblems: () => [] };
  routeDraft({ ...example, ticket: vip }, author, parsePolicy(''), now);
  routeDraft({ ...example, ticket: vip, turn: 2 }, author, parsePolicy(''), now);
  routeDraft(example, author, undefined, now);
  expect(await pointsOf('throughline.gate.verdicts')).toEqual([
    [{ route: 'approve', author: 'agent' }, 1],
    [{ route: 'review', author: 'agent' }, 2],
  ]);
  expect(await pointsOf('throughline.gate.rules')).toEqual([
    [{ rule: 'vip', effect: 'observe', author: 'agent' }, 2],
    [{ rule: 'repeat-contact', effect: 'review', author: 'agent' }, 1],
    [{ rule: 'gate-failed', effect: 'review', author: 'agent' }, 1],
  ]);
  await close();
});
