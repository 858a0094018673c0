import { type KnowledgeMatter, ReplyApproved, ReviewDecided } from '@throughline/contracts';
import { decide } from '../src/decide.ts';
import { evidenceOf } from '../src/evidence.ts';
import { claimedBy, done, noon, opened, requested } from './given.ts';

const article = { articleId: 'lamps', revision: 2, title: 'Lamps', body: 'We engrave lamps for €12.' };
const proposed = { question: 'Do you engrave?', body: 'We engrave lamps for €15.' };
const about = (knowledge: KnowledgeMatter) =>
  opened(
    requested('r1', { reviewId: 'kb.learned-a', kind: 'conflict', queue: 'knowledge', draft: undefined, knowledge }),
  );
const conflict = claimedBy('maria', about({ article, proposed }));
const retracted = claimedBy('maria', about({ article, said: ReplyApproved.example.reply }));

describe('a review of what the knowledge base should say', () => {
  it('shows both texts', () => expect(evidenceOf(conflict).knowledge).toEqual({ article, proposed }));

  it.each([
    ['the new answer', { action: 'approve' } as const],
    ['a text of their own', { action: 'write', text: 'We engrave lamps for €13.' } as const],
  ])('is decided by %s, and nothing goes to the customer', (_, command) => {
    const { tell } = done(decide(conflict, command, 'maria', noon));
    expect(tell).toHaveLength(1);
    expect(tell[0]?.event.data).toMatchObject({ kind: 'conflict', reviewId: 'kb.learned-a', action: command.action });
    expect(ReviewDecided.schema.safeParse(tell[0]?.event.data).success).toBe(true);
  });

  it('asks nobody back', () =>
    expect(decide(conflict, { action: 'ask_back', text: 'Which?' }, 'maria', noon)).toHaveProperty('rejected'));

  it('of a retracted article is closed with a note, for there is no answer to take over', () => {
    expect(decide(retracted, { action: 'approve' }, 'maria', noon)).toHaveProperty('rejected');
    const { review } = done(decide(retracted, { action: 'close', note: 'rang her' }, 'maria', noon));
    expect(review.state).toBe('closed');
  });
});
