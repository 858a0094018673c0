import { ReviewDecided, TicketClosed, undeliveredStep } from '@throughline/contracts';
import { decide } from '../src/decide.ts';
import { evidenceOf, shownHash, canonicalJson } from '../src/evidence.ts';
import { messageCame } from '../src/follow-up.ts';
import { TicketOpened } from '@throughline/contracts';
import { claimedBy, done, escalated, event, minutesLater, noon, opened, requested } from './given.ts';

const approve = { action: 'approve' } as const;

describe('a decision', () => {
  it('carries all that the router needs', () => {
    const review = claimedBy('maria');
    const command = { action: 'edit', text: 'It arrives today.', note: 'checked', shown: shownHash(review) } as const;
    const { review: next, tell } = done(decide(review, command, 'maria', minutesLater(1)));
    expect(next).toMatchObject({
      state: 'decided',
      claim: null,
      decisions: [{ action: 'edit', by: 'maria', turn: 1 }],
    });
    expect(tell).toHaveLength(1);
    expect(tell[0]).toMatchObject({
      id: next.decisions[0]?.eventId,
      cause: { id: 'r1', correlationId: 'story', policyVersion: 'p1' },
      event: {
        data: {
          reviewId: 'T-1001.1',
          requestId: 'r1',
          action: 'edit',
          text: 'It arrives today.',
          shown: shownHash(review),
          ticket: ReviewDecided.example.ticket,
          draft: ReviewDecided.example.draft,
        },
      },
    });
    expect(ReviewDecided.schema.safeParse(tell[0]?.event.data).success).toBe(true);
  });

  it('needs the claim', () => {
    expect(decide(opened(), approve, 'maria', noon)).toHaveProperty('rejected', expect.stringContaining('claim it'));
    expect(decide(claimedBy('tom'), approve, 'maria', noon)).toHaveProperty('rejected', expect.stringContaining('tom'));
    expect(decide(claimedBy('maria'), approve, 'maria', minutesLater(31))).toHaveProperty('rejected');
  });

  it('is made once', () => {
    const { review } = done(decide(claimedBy('maria'), approve, 'maria', noon));
    expect(decide(review, approve, 'maria', noon)).toEqual({
      rejected: `Review T-1001.1 is decided: maria decided 'approve' at ${noon.toISOString()}.`,
    });
  });

  it('is refused when the evidence is not what the person saw', () => {
    const review = claimedBy('maria');
    const shown = shownHash(review);
    const later = done(messageCame(review, event(TicketOpened, 'o2', { turn: 2 }))).review;
    expect(decide(later, { ...approve, shown }, 'maria', noon)).toHaveProperty(
      'rejected',
      expect.stringContaining('evidence changed'),
    );
    expect(decide(later, { ...approve, shown: shownHash(later) }, 'maria', noon)).toHaveProperty('review');
  });

  it('approves only a drafted reply', () => {
    const draft = { kind: 'abstention', missing: 'x', reason: 'no_passage', closest: [], writer: 'w' } as const;
    const review = claimedBy('maria', opened(requested('r1', { draft: { ...draft, closest: [] } })));
    expect(decide(review, approve, 'maria', noon)).toHaveProperty('rejected', expect.stringContaining('no draft'));
  });

  it('on a reply that did not arrive is to close or reassign: the turn would take no second one', () => {
    const review = claimedBy(
      'maria',
      opened(escalated('e1', { step: undeliveredStep, draft: ReviewDecided.example.draft })),
    );
    for (const action of ['approve', 'edit', 'write', 'ask_back'] as const)
      expect(decide(review, { action, text: 'Once more.' }, 'maria', noon)).toEqual({
        rejected: expect.stringContaining('redrive its delivery'),
      });
    for (const command of [{ action: 'close' }, { action: 'reassign', queue: 'legal' }] as const)
      expect(decide(review, command, 'maria', noon)).toHaveProperty('review');
  });

  it('to reassign keeps the review open in the other queue', () => {
    const { review, tell } = done(decide(claimedBy('maria'), { action: 'reassign', queue: 'legal' }, 'maria', noon));
    expect(review).toMatchObject({ state: 'open', queue: 'legal', claim: null });
    expect(tell).toMatchObject([{ event: { data: { action: 'reassign', queue: 'legal' } } }]);
  });

  it('to close ends the ticket too, caused by the decision', () => {
    const { review, tell } = done(decide(claimedBy('maria'), { action: 'close', note: 'spam' }, 'maria', noon));
    expect(review.state).toBe('closed');
    expect(tell[1]).toMatchObject({
      event: { contract: { name: 'ticket.closed' }, data: { reason: 'by_person', reviewId: 'T-1001.1', note: 'spam' } },
      cause: { id: tell[0]?.id, correlationId: 'story' },
    });
    expect(TicketClosed.schema.safeParse(tell[1]?.event.data).success).toBe(true);
  });

  it('can be made on an escalation that holds no message', () => {
    const { ticket: _, ...bare } = escalated('e1');
    const { tell } = done(decide(claimedBy('maria', opened(bare)), { action: 'write', text: 'Hi' }, 'maria', noon));
    expect(ReviewDecided.schema.safeParse(tell[0]?.event.data).success).toBe(true);
  });
});

describe('the evidence', () => {
  it('has one hash, whatever the order of its members', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined, aa: true })).toBe(
      '{"aa":true,"b":[1,{"c":"x","d":null}]}',
    );
  });

  it('does not change by claiming', () => {
    expect(shownHash(claimedBy('maria'))).toBe(shownHash(opened()));
    expect(evidenceOf(opened())).toMatchObject({ turn: 1, ticket: { channel: 'email' }, suggestions: [] });
  });
});
