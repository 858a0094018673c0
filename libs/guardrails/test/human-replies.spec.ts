import { evaluate } from '../src/index.ts';
import { abstention, agentReply, maria, personSaying, policyWith, shop } from './given.ts';

const worst = {
  intent: { confidence: 0.1, highStakes: true, queue: 'legal' },
  grounding: 0,
  triage: { language: 'und', signals: [{ kind: 'legal_threat', evidence: 'sue' }] },
  input: { killSwitch: true, turn: 5 },
};

describe("a person's reply", () => {
  it('goes out whatever the machine doubted, kill switch included', () => {
    expect(evaluate(shop, personSaying('We are sorry. We refund €500, guaranteed.', worst))).toMatchObject({
      route: 'approve',
      rules: [],
    });
  });

  it.each([
    ["the shop's links", 'See https://www.shop.example/help?a=1 and shop.example/track.'],
    ["the shop's contacts", 'Call 020 911 0140 or write to help@shop.example or press@shop.example.'],
    ["the customer's own address", 'We wrote to ADA@example.org.'],
    ['order numbers, dates and times', 'MB204417 arrives 2026-03-05, 09:00-18:00, parcel 00340434161094042557.'],
  ])('may hold %s', (_, text) => {
    expect(evaluate(shop, personSaying(text))).toMatchObject({ route: 'approve', rules: [] });
  });

  it.each([
    ['a card number', 'Card 4242-4242-4242-4242', 'card-number'],
    ["somebody else's address", 'Ask ben@home.test', 'foreign-personal-data'],
    ["somebody else's number", 'Ring +44 7700 900142', 'foreign-personal-data'],
    ["somebody else's bank account", 'Pay DE89 3704 0044 0532 0130 00', 'foreign-personal-data'],
    ['a link elsewhere', 'See https://shop.example.evil.test/', 'offsite-link'],
    ['a link that only looks like ours', 'See https://shop.example@evil.test/', 'offsite-link'],
  ])('may not hold %s', (_, text, rule) => {
    expect(evaluate(shop, personSaying(text))).toMatchObject({
      route: 'review',
      rules: expect.arrayContaining([expect.objectContaining({ id: rule, effect: 'block' })]),
    });
  });

  it('that is refused goes back to the queue that knows the matter', () => {
    expect(evaluate(shop, personSaying('Ask ben@home.test', worst)).queue).toBe('legal');
  });

  it('may link anywhere where the policy names no domains', () => {
    expect(evaluate(policyWith('{}'), personSaying('See https://dhl.test/1')).route).toBe('approve');
  });

  it('has to be a text', () => {
    const input = agentReply({ draft: abstention, input: { author: maria } });
    expect(evaluate(shop, input)).toMatchObject({ route: 'review', rules: [{ id: 'nothing-to-send' }] });
  });
});
