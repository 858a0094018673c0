import { ReplyDelivered, ReviewDecided, undeliveredStep } from '@throughline/contracts';
import { eventId } from '@throughline/messaging';
import { decide } from '../src/decide.ts';
import { evidenceOf } from '../src/evidence.ts';
import { turnEnded } from '../src/follow-up.ts';
import { receive } from '../src/receive.ts';
import { claimedBy, done, escalated, minutesLater, opened, requested } from './given.ts';

const written = (review = claimedBy('maria')) =>
  done(decide(review, { action: 'write', text: 'It is on its way.' }, 'maria', minutesLater(1))).review;

const change = (received: ReturnType<typeof receive>) => {
  if (!received || !('change' in received)) throw new Error(`expected a change, got ${JSON.stringify(received)}`);
  return received.change;
};

const said = ReplyDelivered.example.reply;

describe('a request', () => {
  it('opens a review where there is none', () => {
    const received = receive([], requested('r1', { queue: 'general' }));
    expect(received).toMatchObject({
      open: { reviewId: 'T-1001.1', state: 'open', queue: 'general', seen: ['r1'], moves: 0 },
    });
  });

  it('changes nothing when it comes again', () => {
    expect(receive([opened(requested('r1'))], requested('r1'))).toBeUndefined();
  });

  it('changes nothing when it comes again after the decision', () => {
    const joined = change(receive([opened()], requested('r2', { turn: 2 })));
    expect(receive([written(claimedBy('maria', joined))], requested('r2', { turn: 2 }))).toBeUndefined();
  });

  it('about a reply that did not arrive comes back to a person, whoever gave it', () => {
    const undelivered = escalated('e1', { step: undeliveredStep });
    expect(receive([], undelivered)).toMatchObject({ open: { state: 'open', queue: 'escalations' } });
    const answered = done(turnEnded(written(), { answered: 1, closed: 0 })).review;
    const again = change(receive([answered], undelivered));
    expect(again).toMatchObject({ state: 'open', claim: null, current: { undelivered: true } });
    expect(receive([again], undelivered)).toBeUndefined();
    const later = { ...answered, current: { ...answered.current, turn: 2 } };
    expect(change(receive([later], undelivered)).state).toBe('answered');
  });

  it('that joins a reply that did not arrive does not make it one that did', () => {
    const review = opened(escalated('e1', { step: undeliveredStep, reply: said }));
    const joined = change(receive([review], requested('r2')));
    expect(joined.current).toMatchObject({ from: 'review.requested', undelivered: true });
    expect(evidenceOf(joined)).toMatchObject({ reply: said });
    expect(turnEnded(joined, { answered: 1, closed: 0 })).toBeUndefined();
    const later = change(receive([review], requested('r3', { turn: 2 })));
    expect(done(turnEnded(later, { answered: 2, closed: 0 })).review.state).toBe('answered');
  });

  it('of a later turn joins the open review, keeps the claim, and becomes what is shown', () => {
    const review = change(
      receive([claimedBy('maria')], requested('r2', { turn: 2, queue: 'legal', reasons: ['more'] })),
    );
    expect(review).toMatchObject({ reviewId: 'T-1001.1', state: 'claimed', queue: 'legal', claim: { by: 'maria' } });
    expect(review.current).toMatchObject({ turn: 2, reasons: ['more'], cause: { id: 'r2' } });
    expect(review.earlier).toMatchObject([{ turn: 1, cause: { id: 'r1' } }]);
  });

  it('of an earlier turn is kept, not shown', () => {
    const review = change(receive([opened(requested('r2', { turn: 2 }))], requested('r1', { turn: 1 })));
    expect(review.current.turn).toBe(2);
    expect(review.earlier).toMatchObject([{ turn: 1 }]);
  });

  it('of a later turn opens another review once the first is decided', () => {
    expect(receive([written()], requested('r2', { turn: 2 }))).toMatchObject({ open: { reviewId: 'T-1001.2' } });
  });

  it('of the turn that was just decided, from before the decision, is only remembered', () => {
    expect(change(receive([written()], requested('late')))).toMatchObject({ state: 'decided', seen: ['r1', 'late'] });
  });

  it('with the reply that the gate refused opens the decided review again', () => {
    const refused = { text: 'no', kind: 'answer', author: { kind: 'human', id: 'maria' }, citations: [] } as const;
    const review = change(
      receive([written()], requested('r2', { refused: { ...refused, citations: [] }, reasons: ['no'] })),
    );
    expect(review).toMatchObject({ state: 'open', claim: null, current: { refused } });
    expect(review.current.reasons[0]).toBe('no');
  });

  it('that the decision gave rise to opens it again even without the reply', () => {
    const decided = written();
    const causationId = eventId(ReviewDecided.type, 'T-1001.1', 1, 'write', 2);
    expect(change(receive([decided], requested('r2', {}, { causationId })))).toMatchObject({ state: 'open' });
  });

  it('never opens what has its outcome', () => {
    const answered = done(turnEnded(written(), { answered: 1, closed: 0 })).review;
    expect(change(receive([answered], escalated('e1')))).toMatchObject({ state: 'answered' });
  });
});

describe('an escalation', () => {
  it('opens a review in its own queue, with step and reason', () => {
    const received = receive([], escalated('e1', { step: 'draft', reason: 'no answer within 60 s' }));
    expect(received).toMatchObject({
      open: { queue: 'escalations', current: { reasons: ["The step 'draft' was not done: no answer within 60 s"] } },
    });
  });

  it('joins an open review without moving it or losing its evidence', () => {
    const { ticket: _, ...bare } = escalated('e1');
    const review = change(receive([opened()], bare));
    expect(review).toMatchObject({
      queue: 'general',
      current: { draft: { kind: 'reply' }, ticket: { channel: 'email' } },
    });
    expect(review.current.reasons).toHaveLength(2);
  });

  it('gives way to the queue that the router names for the same turn', () => {
    expect(change(receive([opened(escalated('e1'))], requested('r1', { queue: 'legal' })))).toMatchObject({
      queue: 'legal',
    });
  });

  it('brings a decided review back: the step after the decision failed', () => {
    const first = opened(escalated('e1'));
    const again = escalated('e1', { step: 'router' }, { time: minutesLater(5).toISOString() });
    expect(change(receive([written(claimedBy('maria', first))], again))).toMatchObject({ state: 'open' });
  });

  it('changes nothing when it comes again', () => {
    expect(receive([written(claimedBy('maria', opened(escalated('e1'))))], escalated('e1'))).toBeUndefined();
  });
});
