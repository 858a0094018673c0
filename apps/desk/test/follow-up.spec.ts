import { ReplyWithheld, TicketOpened, undeliveredStep } from '@throughline/contracts';
import { decide } from '../src/decide.ts';
import { messageCame, replyWithheld, turnEnded } from '../src/follow-up.ts';
import { claimedBy, done, escalated, event, noon, opened } from './given.ts';

const decided = () => done(decide(claimedBy('maria'), { action: 'approve' }, 'maria', noon)).review;

describe('a message that comes while a review waits', () => {
  it('is remembered as the newest', () => {
    const second = done(messageCame(opened(), event(TicketOpened, 'o2', { turn: 2 }))).review;
    const third = done(messageCame(second, event(TicketOpened, 'o3', { turn: 3 }))).review;
    expect(third.newer).toMatchObject({ turn: 3, subject: 'Where is my parcel?' });
    expect(messageCame(third, event(TicketOpened, 'o2', { turn: 2 }))).toBeUndefined();
  });

  it('is no news when it is the one that the review is about', () => {
    expect(messageCame(opened(), event(TicketOpened, 'o1'))).toBeUndefined();
    expect(messageCame(decided(), event(TicketOpened, 'o2', { turn: 2 }))).toBeUndefined();
  });

  it('fills in what an escalation did not know', () => {
    const { ticket: _, ...bare } = escalated('e1');
    const { review } = done(messageCame(opened(bare), event(TicketOpened, 'o1')));
    expect(review.current.ticket?.subject).toBe('Where is my parcel?');
  });
});

describe('a reply that was not sent', () => {
  it('is suggested once', () => {
    const { review } = done(replyWithheld(opened(), event(ReplyWithheld, 'w1')));
    expect(review.suggestions).toMatchObject([{ eventId: 'w1', reason: 'overtaken' }]);
    expect(replyWithheld(review, event(ReplyWithheld, 'w1'))).toBeUndefined();
  });

  it("ends the review whose decision it was, and nobody else's", () => {
    const review = { reviewId: 'T-1001.1', action: 'approve' } as const;
    const own = { ...ReplyWithheld.example.reply, author: { kind: 'human' as const, id: 'maria' }, review };
    expect(done(replyWithheld(decided(), event(ReplyWithheld, 'w1', { reply: own }))).review.state).toBe('closed');
    expect(replyWithheld(decided(), event(ReplyWithheld, 'w1'))).toBeUndefined();
  });
});

describe('the outcome of a turn', () => {
  it('ends every review of it, once', () => {
    for (const review of [opened(), claimedBy('maria'), decided()]) {
      const ended = done(turnEnded(review, { answered: 1, closed: 0 })).review;
      expect(ended).toMatchObject({ state: 'answered', claim: null });
      expect(turnEnded(ended, { answered: 0, closed: 1 })).toBeUndefined();
    }
  });

  it('is none where the reply was said and did not arrive: a person has to close, or a later turn to be answered', () => {
    const review = opened(escalated('e1', { step: undeliveredStep }));
    expect(turnEnded(review, { answered: 1, closed: 0 })).toBeUndefined();
    expect(done(turnEnded(review, { answered: 1, closed: 1 })).review.state).toBe('closed');
    expect(done(turnEnded(review, { answered: 2, closed: 0 })).review.state).toBe('answered');
  });

  it('leaves a review of a later turn alone', () => {
    const later = { ...opened(), current: { ...opened().current, turn: 2 } };
    expect(turnEnded(later, { answered: 1, closed: 0 })).toBeUndefined();
  });
});
