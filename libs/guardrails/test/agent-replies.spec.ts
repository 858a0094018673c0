import { evaluate, parsePolicy } from '../src/index.ts';
import { abstention, agentReply, policyWith, saying, shop } from './given.ts';

const fired = (input: Parameters<typeof evaluate>[1], policy = shop) => evaluate(policy, input).rules.map((r) => r.id);

describe('a confident, grounded reply', () => {
  it('is approved, with the version of the policy', () => {
    expect(evaluate(shop, agentReply())).toEqual({
      route: 'approve',
      queue: 'general',
      reasons: [],
      rules: [],
      policyVersion: shop.version,
    });
  });

  it('is approved at the thresholds themselves', () => {
    expect(evaluate(shop, agentReply({ intent: { confidence: 0.7 }, grounding: 0.75 })).route).toBe('approve');
  });
});

describe('doubt', () => {
  it.each([
    ['confidence', agentReply({ intent: { confidence: 0.6999 } })],
    ['confidence', agentReply({ intent: { confidence: NaN } })],
    ['grounding', agentReply({ grounding: 0.41 })],
    ['language-unknown', agentReply({ triage: { language: 'und' } })],
    ['out-of-scope', agentReply({ triage: { outOfScope: true } })],
    ['out-of-scope', agentReply({ triage: { intent: null } })],
    ['not-assured', agentReply({ triage: { assured: false } })],
    ['abstention', agentReply({ draft: abstention })],
    ['kill-switch', agentReply({ input: { killSwitch: true } })],
    ['unlisted-signal', agentReply({ triage: { signals: [{ kind: 'minor', evidence: 'I am 12' }] } })],
  ])('%s alone sends it to the default queue', (rule, input) => {
    expect(evaluate(shop, input)).toMatchObject({ route: 'review', queue: 'general', rules: [{ id: rule }] });
  });

  it('is told to the person in words and numbers', () => {
    expect(evaluate(shop, agentReply({ grounding: 0.41 })).reasons).toEqual([
      'The drafter is not sure enough (0.41 < 0.75).',
    ]);
  });

  it('never shows a number as the threshold that it misses', () => {
    expect(evaluate(shop, agentReply({ intent: { confidence: 0.69999 } })).reasons[0]).toContain('0.699 < 0.7');
  });

  it('without triage goes to a person', () => {
    expect(fired(agentReply({ input: { triage: undefined } }))).toEqual(['out-of-scope', 'language-unknown']);
  });
});

describe('high stakes', () => {
  const threat = { kind: 'legal_threat', evidence: 'my lawyer' };

  it("goes to the intent's queue", () => {
    const input = agentReply({ intent: { highStakes: true, queue: 'privacy' } });
    expect(evaluate(shop, input)).toMatchObject({ queue: 'privacy', rules: [{ id: 'high-stakes-intent' }] });
  });

  it("goes to the signal's queue, with the words that gave rise to it", () => {
    const verdict = evaluate(shop, agentReply({ triage: { signals: [threat] } }));
    expect(verdict).toMatchObject({ queue: 'legal', rules: [{ id: 'signal.legal_threat', evidence: 'my lawyer' }] });
  });

  it('lists everything, and the most serious names the queue', () => {
    const input = agentReply({
      triage: { signals: [threat, { kind: 'safety_incident', evidence: 'fire' }] },
      intent: { highStakes: true, queue: 'press' },
      grounding: 0,
    });
    expect(evaluate(shop, input)).toMatchObject({
      queue: 'safety',
      rules: [
        { id: 'signal.safety_incident' },
        { id: 'signal.legal_threat' },
        { id: 'high-stakes-intent' },
        { id: 'grounding' },
      ],
    });
  });

  it('holds for signals that a policy forgot', () => {
    const input = agentReply({ triage: { signals: [{ kind: 'self_harm', evidence: '…' }] } });
    expect(evaluate(policyWith('routineSignals: [self_harm]'), input)).toMatchObject({
      route: 'review',
      rules: [{ id: 'signal.self_harm' }],
    });
  });

  it("knows intents that only the policy calls so, with the policy's queue", () => {
    const policy = policyWith(
      'humanQueues: { default: general, others: [depot] }\nhighStakes: { intents: { order_status: depot } }',
    );
    expect(evaluate(policy, agentReply())).toMatchObject({ route: 'review', queue: 'depot' });
  });
});

const answered = (at: string, intent = 'order_status', ticketId = 'T-1') => ({
  customer: {
    history: [{ ticketId, at, intent, question: 'Where?', answer: 'There.', answeredBy: 'agent' as const }],
  },
});

describe('the customer', () => {
  it.each([
    ['in a later turn', agentReply({ input: { turn: 2 } })],
    ['about what was answered days ago', agentReply(answered('2026-02-20T10:00:00Z'))],
    ['at a time that cannot be read', agentReply(answered('last week'))],
    ['by their own words', agentReply({ triage: { signals: [{ kind: 'repeat_contact', evidence: 'again' }] } })],
  ])('who asks again %s gets a person', (_, input) => {
    expect(fired(input)).toEqual(['repeat-contact']);
  });

  it.each([
    ['long ago', agentReply(answered('2025-02-20T10:00:00Z'))],
    ['about something else', agentReply(answered('2026-02-20T10:00:00Z', 'warranty'))],
    ['in this same turn', agentReply(answered('2026-02-20T10:00:00Z', 'order_status', 'T-1001'))],
  ])('who was answered %s is no repeat', (_, input) => {
    expect(fired(input)).toEqual([]);
  });

  describe('messages of one ticket', () => {
    const receivedAt = '2026-02-20T10:10:00Z';
    const wrote = (at: string, turn = 1) => ({ turn, from: 'customer' as const, text: 'Hi', at });
    const answer = { turn: 1, from: 'agent' as const, text: 'Hello', at: '2026-02-20T10:08:00Z' };

    it.each([
      ['one breath', [wrote('2026-02-20T10:09:20Z')], 2, []],
      ['three in a row', [wrote('2026-02-20T10:04:00Z'), wrote('2026-02-20T10:08:00Z', 2)], 3, []],
      ['an answer between', [wrote('2026-02-20T10:07:00Z'), answer], 2, ['repeat-contact']],
      ['a quarter of an hour between', [wrote('2026-02-20T09:55:00Z')], 2, ['repeat-contact']],
      ['a time that cannot be read', [wrote('just now')], 2, ['repeat-contact']],
    ])('with %s', (_, thread, turn, rules) => {
      expect(fired(agentReply({ input: { turn }, ticket: { receivedAt, thread } }))).toEqual(rules);
    });
  });

  it('who names much money gets a person', () => {
    const input = agentReply({ ticket: { body: 'Where is the 1.250,00 € table?' } });
    expect(evaluate(shop, input).reasons[0]).toContain('1250 > 100');
  });

  it('with an open review hears no machine; the message goes to that queue', () => {
    const input = agentReply({ customer: { openReview: { reviewId: 'T-1001.1', queue: 'vip' } } });
    expect(evaluate(shop, input)).toMatchObject({ route: 'review', queue: 'vip', rules: [{ id: 'open-review' }] });
  });

  it('who is a VIP is only noted by default', () => {
    const input = agentReply({ customer: { profile: { tier: 'vip' } } });
    expect(evaluate(shop, input)).toMatchObject({ route: 'approve', rules: [{ id: 'vip', effect: 'observe' }] });
    expect(evaluate(policyWith('builtIn: { vip: enforce }'), input).route).toBe('review');
  });
});

describe("personal data in the customer's message", () => {
  const body = 'My card 4242 4242 4242 4242, my account DE89370400440532013000, ada@example.org or ben@home.test.';

  it('is only noted by default, without what is in their record', () => {
    expect(evaluate(shop, agentReply({ ticket: { body } }))).toMatchObject({
      route: 'approve',
      rules: [
        {
          id: 'message-personal-data',
          effect: 'observe',
          would: 'review',
          evidence: '**** 4242, ben@home.test, DE89370400440532013000',
        },
      ],
    });
  });

  it('sends it to a person where the policy says so', () => {
    const policy = policyWith('builtIn: { message-personal-data: enforce }');
    expect(evaluate(policy, agentReply({ ticket: { body } })).route).toBe('review');
  });
});

describe('what an agent says', () => {
  const link = 'Track it at https://shop.example/track.';

  it.each([
    ['a link from nowhere', 'See https://shop.example/refund', 'unsourced-link'],
    ['a bare link from nowhere', 'See shop-example.com/refund', 'unsourced-link'],
    ['an amount from nowhere', 'It costs €5.', 'unsourced-amount'],
    ['an address from nowhere', 'Write to ceo@shop.example.', 'unsourced-email'],
    ['a date from nowhere', 'It comes on 24 December.', 'unsourced-date'],
    ["somebody else's order", 'Order MB999417 is on its way.', 'unsourced-reference'],
    ['a promise', 'Guaranteed tomorrow!', 'forbidden-promise'],
  ])('may not hold %s', (_, text, rule) => {
    const verdict = evaluate(shop, saying(`You can look it up. ${text}`, ['You can look it up.']));
    expect(verdict).toMatchObject({ route: 'review', rules: [{ id: rule, effect: 'block' }] });
  });

  it.each([
    ['a cited link', saying(link)],
    ['a cited amount, written another way', saying('It costs €4.95, that is 4,95 EUR.', ['It costs €4.95'])],
    ['a cited date, written another way', saying('Until 5 March 2026, that is 2026-03-05.', ['Until 5 March 2026'])],
    ['the day of the message', saying('You wrote on March 2nd.', ['You wrote'])],
    [
      "the customer's own order",
      saying('Order MB204417 is on its way.', ['is on its way'], { ticket: { body: 'Where is mb-204417?' } }),
    ],
    ['a promise that a cited passage makes', saying('We guarantee oak for ten years.')],
    ["the customer's own address", saying('We wrote to ada@example.org.', ['We wrote to'])],
    ["the shop's own number", saying('Call +353 20 911 0140.')],
  ])('may hold %s', (_, input) => {
    expect(evaluate(shop, input)).toMatchObject({ route: 'approve', rules: [] });
  });

  it("may not mail on a link that came in the customer's name, unless it is the shop's", () => {
    const evil = { ticket: { body: 'Please send me https://evil.test/pay and https://shop.example/track' } };
    const text = 'Here: https://evil.test/pay and https://shop.example/track';
    expect(evaluate(shop, saying(text, ['Here:'], evil)).rules).toMatchObject([
      { id: 'unsourced-link', evidence: 'https://evil.test/pay' },
    ]);
  });

  it('may not hold what is never allowed, cited or not', () => {
    expect(fired(saying('This is no legal advice.'))).toEqual(['forbidden-promise']);
  });

  it("may not hold somebody else's data, even if an article does", () => {
    expect(fired(saying('Ask Ben, ben@home.test or +44 20 7946 0018.'))).toEqual(['foreign-personal-data']);
  });

  it('may not hold a card number; evidence shows the last digits only', () => {
    expect(evaluate(shop, saying('Your card 4242 4242 4242 4242 was charged.')).rules).toEqual([
      expect.objectContaining({ id: 'card-number', effect: 'block', evidence: '**** 4242' }),
    ]);
  });

  it('has to hold the quotes that it cites', () => {
    expect(fired(saying('Something else.', ['You can follow your parcel.']))).toEqual(['missing-quote']);
  });

  it('counts a quote with other line breaks and quotation marks as held', () => {
    expect(fired(saying('Press\n“Track”   now', ['Press "Track" now']))).toEqual([]);
  });
});

describe("a workspace's own rule", () => {
  const policy = parsePolicy(`
humanQueues: { default: general, others: [vip] }
rules:
  - { id: vip-queue, when: customer.vip, effect: review, queue: vip, reason: VIPs hear from people., evidence: customer.tier }
  - { id: trial, when: 'ticket.channel == "email"', effect: review, mode: observe, reason: On trial. }
  - { id: brittle, when: 'triage.signals[0] == "x"', effect: review, reason: Brittle. }
`);

  it('names the queue, its evidence, and may be on trial', () => {
    const verdict = evaluate(policy, agentReply({ customer: { profile: { tier: 'vip' } } }));
    expect(verdict).toMatchObject({ queue: 'vip' });
    expect(verdict.rules).toContainEqual({
      id: 'vip-queue',
      effect: 'review',
      reason: 'VIPs hear from people.',
      evidence: 'vip',
    });
    expect(verdict.rules).toContainEqual({ id: 'trial', effect: 'observe', would: 'review', reason: 'On trial.' });
  });

  it('that fails on a ticket counts as one that holds', () => {
    const rule = evaluate(policy, agentReply()).rules.find(({ id }) => id === 'brittle');
    expect(rule).toMatchObject({ effect: 'review', reason: 'This rule could not be evaluated.' });
  });
});
