import { claim, expire, release } from '../src/claim.ts';
import { turnEnded } from '../src/follow-up.ts';
import { claimedBy, done, minutesLater, noon, opened } from './given.ts';

const until = minutesLater(30).toISOString();

describe('claiming', () => {
  it('takes an open review for the time of the lease and tells of it', () => {
    const { review, tell } = done(claim(opened(), 'maria', 30, noon));
    expect(review).toMatchObject({ state: 'claimed', claim: { by: 'maria', until }, moves: 1 });
    expect(tell).toMatchObject([
      {
        event: {
          data: { reviewId: 'T-1001.1', turn: 1, status: 'claimed', by: { kind: 'human', id: 'maria' }, until },
        },
        cause: { id: 'r1', correlationId: 'story', policyVersion: 'p1' },
      },
    ]);
    // The person's trace is their own.
    expect(tell[0]?.cause).not.toHaveProperty('traceparent');
  });

  it('is refused while someone else has it, with the name and the time', () => {
    expect(claim(claimedBy('maria'), 'tom', 30, minutesLater(29))).toEqual({
      rejected: `Review T-1001.1 is claimed by maria until ${until}.`,
    });
  });

  it("takes over when the other's lease is over, swept or not", () => {
    expect(done(claim(claimedBy('maria'), 'tom', 30, minutesLater(30))).review.claim?.by).toBe('tom');
  });

  it('makes the own lease longer, never shorter', () => {
    expect(done(claim(claimedBy('maria'), 'maria', 30, minutesLater(10))).review.claim?.until).toBe(
      minutesLater(40).toISOString(),
    );
    expect(done(claim(claimedBy('maria'), 'maria', 1, noon)).review.claim?.until).toBe(until);
  });

  it('gives every move an id of its own', () => {
    const first = done(claim(opened(), 'maria', 30, noon));
    const back = done(release(first.review, 'maria', noon));
    const second = done(claim(back.review, 'maria', 30, noon));
    expect(new Set([first, back, second].map((o) => o.tell[0]?.id)).size).toBe(3);
    expect(done(claim(opened(), 'maria', 30, noon)).tell[0]?.id).toBe(first.tell[0]?.id);
  });

  it('is refused when the turn has its outcome', () => {
    const answered = done(turnEnded(opened(), { answered: 1, closed: 0 })).review;
    expect(claim(answered, 'maria', 30, noon)).toEqual({
      rejected: 'Review T-1001.1 is answered: its turn has its outcome.',
    });
  });
});

describe('handing back', () => {
  it('opens the review again', () => {
    const { review, tell } = done(release(claimedBy('maria'), 'maria', noon));
    expect(review).toMatchObject({ state: 'open', claim: null });
    expect(tell).toMatchObject([{ event: { data: { status: 'released' } } }]);
  });

  it("is refused for someone else's review, and for one that nobody has", () => {
    expect(release(claimedBy('maria'), 'tom', noon)).toHaveProperty('rejected');
    expect(release(opened(), 'tom', noon)).toHaveProperty('rejected');
  });
});

describe('the end of a lease', () => {
  it('opens the review again, and says whose lease it was', () => {
    const { review, tell } = done(expire(claimedBy('maria'), minutesLater(30)));
    expect(review).toMatchObject({ state: 'open', claim: null });
    expect(tell).toMatchObject([{ event: { data: { status: 'expired', by: { id: 'maria' } } } }]);
  });

  it('comes not before its time', () => {
    expect(expire(claimedBy('maria'), minutesLater(29))).toBeUndefined();
  });
});
