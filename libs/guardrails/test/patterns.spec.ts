import { evaluate } from '../src/index.ts';
import { agentReply, endsOf, policyWith } from './given.ts';

/** The rules that hold for a message with this body under a policy that looks for the pattern. */
const firedBy = (pattern: string, body: string): string[] => {
  const policy = policyWith(
    `rules: [{ id: mine, effect: observe, reason: R., when: 'ticket.body.matches(r"${pattern}")' }]`,
  );
  return evaluate(policy, agentReply({ ticket: { body } })).rules.map(({ id }) => id);
};

describe('matches', () => {
  it.each([
    [String.raw`\bchargebacks?\b`, 'I want a chargeback, today.', ['mine']],
    [String.raw`\bchargebacks?\b`, 'Is it rechargebackable?', []],
    ['(?i)refund.*now', 'REFUND me\nright NOW', []],
    ['(?is)refund.*now', 'REFUND me\nright NOW', ['mine']],
    [String.raw`^\p{Lu}\p{Ll}+ß$`, 'Gruß', ['mine']],
    ['^.$', '🎉', ['mine']],
  ])('finds %s in %j: %j', (pattern, body, expected) => {
    expect(firedBy(pattern, body)).toEqual(expected);
  });

  it.each(['(a+)+$', '(a|a)*b', '(a|aa)+$', String.raw`(\w*)*x`, '(a[ab]{0,99}){2}c'])(
    'comes to an end with %s, whatever a customer writes',
    (pattern) => {
      const body = `${'a'.repeat(50_000)}!`;
      expect(endsOf(() => firedBy(pattern, body).length)).toBe(0);
    },
  );
});
