import { type Citation, ReplyApproved, ReviewDecided, ReviewRequested } from '@throughline/contracts';
import { partly } from '@throughline/messaging/testing';
import { decide as given, stopped } from './given.ts';

const { draft, reviewId, ticket, triage } = ReviewDecided.example;
if (draft?.kind !== 'reply') throw new Error('The example decides on a reply.');
const [citation] = draft.citations as [Citation];
const text = 'We have found it.';

describe('a person who', () => {
  it("approves sends the draft's text and citations", () =>
    given({ action: 'approve', text: 'Not this.' }).then(
      partly(ReplyApproved, {
        reply: {
          text: draft.text,
          kind: 'answer',
          author: { kind: 'human', id: 'maria' },
          citations: draft.citations,
          review: { reviewId, action: 'approve' },
        },
      }),
    ));

  it('edits sends their text, and the citations that they left standing word for word', () => {
    const second = { articleId: 'b', revision: 3, quote: 'It takes three days.' };
    const edited = `Dear Ada,\n${citation.quote}\nIt takes four days.`;
    const citations = [citation, second];
    return given({ action: 'edit', text: edited, draft: { ...draft, citations } }).then(
      partly(ReplyApproved, {
        reply: { text: edited, citations: [citation], review: { action: 'edit' }, kind: 'answer' },
      }),
    );
  });

  it('writes sends just that', () =>
    given({ action: 'write', text }).then(partly(ReplyApproved, { reply: { text, citations: [], kind: 'answer' } })));

  it('asks back sends a question', () =>
    given({ action: 'ask_back', text }).then(partly(ReplyApproved, { reply: { text, kind: 'question' } })));

  it.each(['reassign', 'close'] as const)('decides to %s sends nothing', (action) =>
    given({ action, queue: 'legal' }).thenNothing(),
  );

  it('decides while the kill switch is on is heard', () =>
    given({}, stopped).then(partly(ReplyApproved, { rules: [] })));

  it('goes on with what triage and drafter never saw', () =>
    given({ action: 'write', text, triage: undefined, draft: undefined }).then(
      partly(ReplyApproved, { triage: undefined, draft: undefined, reply: { text } }),
    ));
});

describe('what comes back to the person', () => {
  it("is a text with somebody else's data, with the reason and the text", () => {
    const foreign = 'Ask Ben, ben@home.test.';
    return given({ action: 'write', text: foreign }).then(
      partly(ReviewRequested, {
        reviewId,
        reasons: [expect.stringContaining('(ben@home.test)')],
        rules: [{ id: 'foreign-personal-data', effect: 'block' }],
        refused: { text: foreign, author: { kind: 'human', id: 'maria' }, review: { action: 'write' } },
        ticket,
        triage,
        draft,
      }),
    );
  });

  it.each([
    ['an approval of nothing', { action: 'approve', draft: undefined }],
    ['an edit without a text', { action: 'edit' }],
  ] as const)('is %s', (_, changes) =>
    given(changes).then(partly(ReviewRequested, { rules: [{ id: 'nothing-to-send' }], refused: undefined })),
  );

  it('is any reply while no policy is loaded', () =>
    given({}, []).then(partly(ReviewRequested, { rules: [{ id: 'gate-failed' }] })));
});

it("a program that decides in a person's place is held to what agents are", () => {
  const doubtful = { ...draft, grounding: 0.1 };
  return given({ by: { kind: 'agent', id: 'auto-approver' }, draft: doubtful }).then(
    partly(ReviewRequested, { rules: [{ id: 'grounding' }] }),
  );
});
