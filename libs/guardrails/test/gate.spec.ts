import * as fc from 'fast-check';
import { alwaysHighStakes, gate, parsePolicy, defaultPolicySource } from '../src/index.ts';
import { abstention, agentReply, personSaying, shop } from './given.ts';

const lenient = parsePolicy(`
thresholds: { confidence: 0, grounding: 0 }
limits: { amount: 1000000, repeatContacts: 1000 }
builtIn: { confidence: observe, grounding: observe, repeat-contact: observe, language-unknown: observe, unlisted-signal: observe }
`);
const policies = fc.constantFrom(shop, lenient, parsePolicy(defaultPolicySource));

const replies = fc
  .record({
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    grounding: fc.double({ min: 0, max: 1, noNaN: true }),
    language: fc.constantFrom('en', 'und'),
    turn: fc.integer({ min: 1, max: 9 }),
    body: fc.string(),
    tier: fc.option(fc.string(), { nil: undefined }),
    signals: fc.array(fc.record({ kind: fc.string(), evidence: fc.string() })),
    killSwitch: fc.boolean(),
    abstains: fc.boolean(),
  })
  .map(({ confidence, grounding, language, turn, body, tier, signals, killSwitch, abstains }) =>
    agentReply({
      intent: { confidence },
      grounding,
      triage: { language, signals },
      ticket: { body },
      customer: { profile: tier === undefined ? {} : { tier } },
      ...(abstains ? { draft: abstention } : {}),
      input: { turn, killSwitch },
    }),
  );

describe('the gate', () => {
  it('never lets an agent through with the kill switch on', () => {
    fc.assert(
      fc.property(policies, replies, (policy, reply) => {
        const verdict = gate(policy, { ...reply, killSwitch: true });
        expect(verdict.route).toBe('review');
        expect(verdict.rules.map((r) => r.id)).toContain('kill-switch');
      }),
    );
  });

  it('never lets an agent through with a high-stakes signal, whatever else there is', () => {
    fc.assert(
      fc.property(policies, replies, fc.constantFrom(...alwaysHighStakes), fc.nat(), (policy, reply, kind, at) => {
        const signals = reply.triage!.signals.toSpliced(at, 0, { kind, evidence: '…' });
        const verdict = gate(policy, { ...reply, triage: { ...reply.triage!, signals } });
        expect(verdict.route).toBe('review');
        expect(verdict.rules.map((r) => r.id)).toContain(`signal.${kind}`);
      }),
    );
  });

  it('never lets an agent through without a policy, nor with a high-stakes intent, nor without a text', () => {
    fc.assert(
      fc.property(policies, replies, (policy, reply) => {
        expect(gate(undefined, reply).route).toBe('review');
        const triage = { ...reply.triage!, intent: { ...reply.triage!.intent!, highStakes: true } };
        expect(gate(policy, { ...reply, triage }).route).toBe('review');
        expect(gate(policy, { ...reply, reply: undefined }).route).toBe('review');
      }),
    );
  });

  it('gives a reason with every review and none with an approval', () => {
    fc.assert(
      fc.property(policies, replies, (policy, reply) => {
        const { route, reasons, rules } = gate(policy, reply);
        expect(reasons.length > 0).toBe(route === 'review');
        expect(rules.length).toBeGreaterThanOrEqual(reasons.length);
      }),
    );
  });

  it('lets some agents through: the properties above are not empty', () => {
    const approved = fc.sample(replies, 200).filter((reply) => gate(lenient, reply).route === 'approve');
    expect(approved.length).toBeGreaterThan(10);
  });
});

describe('a gate that cannot run', () => {
  it('fails closed without a policy, for people too', () => {
    expect(gate(undefined, personSaying('Hello'))).toEqual({
      route: 'review',
      queue: 'general',
      reasons: [expect.stringContaining('No policy is loaded')],
      rules: [expect.objectContaining({ id: 'gate-failed', effect: 'review' })],
    });
  });

  it('fails closed where the engine breaks', () => {
    const broken = { ...agentReply(), ticket: undefined } as never;
    expect(gate(shop, broken)).toMatchObject({
      route: 'review',
      policyVersion: shop.version,
      rules: [{ id: 'gate-failed', evidence: expect.stringContaining('TypeError') }],
    });
  });
});
