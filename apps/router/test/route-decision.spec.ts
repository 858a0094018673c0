import type { DataOf, ReviewDecided } from '@throughline/contracts';
import { routeDecision } from '../src/route.ts';
import { approval, decided, policy, request } from './given.ts';

type Decision = DataOf<typeof ReviewDecided>;

const { draft, reviewId } = decided;
if (draft?.kind !== 'reply') throw new Error('The example decides on a reply.');
const [citation] = draft.citations;

const decide = (changes: Partial<Decision>) => routeDecision({ ...decided, ...changes }, policy, false);

describe('a person who', () => {
  it("approves sends the draft's text and citations", () => {
    expect(approval(decide({ action: 'approve', text: 'Not this.' })).reply).toEqual({
      text: draft.text,
      kind: 'answer',
      author: { kind: 'human', id: 'maria' },
      citations: draft.citations,
      review: { reviewId, action: 'approve' },
    });
  });

  it('edits sends their text, and the citations that they left standing word for word', () => {
    const second = { articleId: 'b', revision: 3, quote: 'It takes three days.' };
    const reply = approval(
      decide({
        action: 'edit',
        text: `Dear Ada,\n${citation!.quote}\nIt takes four days.`,
        draft: { ...draft, citations: [citation!, second] },
      }),
    ).reply;
    expect(reply).toMatchObject({ citations: [citation], review: { action: 'edit' }, kind: 'answer' });
  });

  it('writes sends just that', () => {
    const reply = approval(decide({ action: 'write', text: 'We have found it.' })).reply;
    expect(reply).toMatchObject({ text: 'We have found it.', citations: [], kind: 'answer' });
  });

  it('asks back sends a question', () => {
    expect(approval(decide({ action: 'ask_back', text: 'Which lamp?' })).reply).toMatchObject({
      text: 'Which lamp?',
      kind: 'question',
    });
  });

  it.each(['reassign', 'close'] as const)('decides to %s sends nothing', (action) => {
    expect(decide({ action, queue: 'legal' })).toBeUndefined();
  });

  it('decides while the kill switch is on is heard', () => {
    expect(approval(routeDecision(decided, policy, true)).rules).toEqual([]);
  });

  it('goes on with what triage and drafter never saw', () => {
    const { triage: _triage, draft: _draft, ...bare } = decided;
    const data = approval(routeDecision({ ...bare, action: 'write', text: 'Hello.' }, policy, false));
    expect(data).not.toHaveProperty('triage');
    expect(data).not.toHaveProperty('draft');
  });
});

describe('what comes back to the person', () => {
  it("is a text with somebody else's data, with the reason and the text", () => {
    const data = request(decide({ action: 'write', text: 'Ask Ben, ben@home.test.' }));
    expect(data).toMatchObject({
      reviewId,
      reasons: [expect.stringContaining('(ben@home.test)')],
      rules: [{ id: 'foreign-personal-data', effect: 'block' }],
      refused: { text: 'Ask Ben, ben@home.test.', author: { kind: 'human', id: 'maria' }, review: { action: 'write' } },
      ticket: decided.ticket,
      triage: decided.triage,
      draft,
    });
  });

  it.each([
    ['an approval of nothing', { action: 'approve', draft: undefined }],
    ['an edit without a text', { action: 'edit' }],
  ] as const)('is %s', (_, changes) => {
    const data = request(decide(changes));
    expect(data.rules).toMatchObject([{ id: 'nothing-to-send' }]);
    expect(data).not.toHaveProperty('refused');
  });

  it('is any reply while no policy is loaded', () => {
    expect(request(routeDecision(decided, undefined, false)).rules).toMatchObject([{ id: 'gate-failed' }]);
  });
});

it("a program that decides in a person's place is held to what agents are", () => {
  const doubtful = { ...draft, grounding: 0.1 };
  const routed = decide({ by: { kind: 'agent', id: 'auto-approver' }, draft: doubtful });
  expect(request(routed).rules).toMatchObject([{ id: 'grounding' }]);
});
