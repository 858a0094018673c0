import { routeDraft } from '../src/route.ts';
import { approval, drafted, policy, request } from './given.ts';

const { ticketId, customerId, turn, ticket, triage, draft } = drafted;

describe('a draft that the policy lets out', () => {
  const routed = routeDraft(drafted, policy, false);

  it('is approved with all that the next steps need', () => {
    expect(approval(routed)).toEqual({
      ticketId,
      customerId,
      turn,
      ticket,
      triage,
      draft,
      rules: [],
      reply: {
        kind: 'answer',
        author: { kind: 'agent', id: 'drafter' },
        text: 'text' in draft && draft.text,
        citations: 'citations' in draft && draft.citations,
      },
    });
  });

  it('is stamped with the version of the policy', () => {
    expect(routed.policyVersion).toBe(policy.version);
  });

  it('carries the rules that only watched', () => {
    const vip = { ...ticket, customer: { ...ticket.customer, profile: { tier: 'vip' } } };
    expect(approval(routeDraft({ ...drafted, ticket: vip }, policy, false)).rules).toMatchObject([{ id: 'vip' }]);
  });
});

describe('a draft that it does not', () => {
  const doubtful = { ...drafted, turn: 2, draft: { ...draft, grounding: 0.1 } };

  it('goes to a person with the reasons, the rules and the evidence', () => {
    expect(request(routeDraft(doubtful, policy, false))).toMatchObject({
      reviewId: 'T-1001.2',
      kind: 'reply',
      queue: 'general',
      reasons: ['The customer has asked about this before (contact 2).', expect.stringContaining('(0.1 < 0.6)')],
      rules: [{ id: 'repeat-contact' }, { id: 'grounding' }],
      ticket,
      triage,
      draft: doubtful.draft,
    });
  });

  it('is refused nothing: only people put a reply right', () => {
    expect(request(routeDraft(doubtful, policy, false))).not.toHaveProperty('refused');
  });
});

describe('whatever the draft', () => {
  it('the kill switch sends it to a person', () => {
    expect(request(routeDraft(drafted, policy, true)).rules).toMatchObject([{ id: 'kill-switch' }]);
  });

  it('a policy that is not loaded sends it to a person, and stamps no version', () => {
    const routed = routeDraft(drafted, undefined, false);
    expect(request(routed).rules).toMatchObject([{ id: 'gate-failed' }]);
    expect(routed).not.toHaveProperty('policyVersion');
  });

  it('an abstention goes to a person with what was missing', () => {
    const missing = 'No article on gifts.';
    const abstention = {
      kind: 'abstention',
      missing,
      reason: 'no_passage',
      closest: [],
      writer: 'extractive',
    } as const;
    const abstained = { ...drafted, draft: { ...abstention, closest: [] } };
    expect(request(routeDraft(abstained, policy, false))).toMatchObject({
      draft: abstained.draft,
      rules: [{ id: 'abstention', evidence: 'No article on gifts.' }],
    });
  });
});
