import { ReplyApproved, ReplyDrafted, ReviewRequested } from '@throughline/contracts';
import { partly } from '@throughline/messaging/testing';
import { draft as given, stopped, version } from './given.ts';

const { ticketId, customerId, turn, ticket, triage, draft } = ReplyDrafted.example;
if (draft.kind !== 'reply') throw new Error('The example is a reply.');
const { text, citations } = draft;

describe('a draft that the policy lets out', () => {
  it('is approved with all that the next steps need, and stamped with the version of the policy', () => {
    const reply = { kind: 'answer', author: { kind: 'agent', id: 'drafter' }, text, citations } as const;
    const data = { ticketId, customerId, turn, ticket, triage, draft, rules: [], reply };
    return given().then(ReplyApproved.of(data, { policyVersion: version }));
  });

  it('carries the rules that only watched', () => {
    const vip = { ...ticket, customer: { ...ticket.customer, profile: { tier: 'vip' } } };
    return given({ ticket: vip }).then(partly(ReplyApproved, { rules: [{ id: 'vip' }] }));
  });
});

it('a draft that it does not goes to a person with the reasons, the rules and the evidence', () => {
  const doubtful = { ...draft, grounding: 0.1 };
  return given({ turn: 2, draft: doubtful }).then(
    partly(ReviewRequested, {
      reviewId: 'T-1001.2',
      kind: 'reply',
      queue: 'general',
      reasons: ['The customer has asked about this before (contact 2).', expect.stringContaining('(0.1 < 0.75)')],
      rules: [{ id: 'repeat-contact' }, { id: 'grounding' }],
      ticket,
      triage,
      draft: doubtful,
      refused: undefined, // only people put a reply right
    }),
  );
});

describe('whatever the draft', () => {
  it('the kill switch sends it to a person', () =>
    given({}, stopped).then(partly(ReviewRequested, { rules: [{ id: 'kill-switch' }] })));

  it('a policy that is not loaded sends it to a person, and stamps no version', () =>
    given({}, []).then({
      ...partly(ReviewRequested, { rules: [{ id: 'gate-failed' }] }),
      policyVersion: undefined,
    }));

  it('an abstention goes to a person with what was missing', () => {
    const missing = 'No article on gifts.';
    const abstention = { kind: 'abstention', missing, reason: 'no_passage', writer: 'extractive' } as const;
    const abstained = { ...abstention, closest: [] };
    return given({ draft: abstained }).then(
      partly(ReviewRequested, { draft: abstained, rules: [{ id: 'abstention', evidence: missing }] }),
    );
  });
});
