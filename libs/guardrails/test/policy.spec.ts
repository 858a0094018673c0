import * as fc from 'fast-check';
import { defaultPolicySource, parsePolicy, PolicyError, policyVersion } from '../src/index.ts';

function problemsOf(source: string) {
  try {
    parsePolicy(source);
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
  return [];
}

describe('a policy document', () => {
  it('may be empty: every field has a careful default', () => {
    expect(parsePolicy('').document).toMatchObject({
      thresholds: { confidence: 0.7, grounding: 0.75 },
      limits: { amount: 100, repeatContacts: 2, repeatDays: 14 },
      humanQueues: { default: 'general', others: [] },
    });
  });

  it('has the same version on every system', () => {
    const unix = 'limits:\n  amount: 5\n';
    expect(policyVersion('\uFEFFlimits:  \r\n  amount: 5\r\n\r\n')).toBe(policyVersion(unix));
    expect(policyVersion(unix)).toMatch(/^[0-9a-f]{16}$/);
    expect(policyVersion('limits:\n  amount: 6\n')).not.toBe(policyVersion(unix));
    expect(parsePolicy(unix)).toMatchObject({ version: policyVersion(unix), source: unix });
  });

  it('ships as a default that is valid', () => {
    expect(parsePolicy(defaultPolicySource).document.builtIn).toEqual({ vip: 'observe' });
  });
});

const rule = (fields: string) => `rules:\n  - { effect: review, reason: R., when: customer.vip, id: mine, ${fields} }`;

describe('mistakes in it', () => {
  it('are listed all at once, in the order of the document', () => {
    expect(() =>
      parsePolicy(
        ['thresholds:', '  confidnce: 0.8', '  grounding: high', 'limits:', '  amount: -1', 'colour: red'].join('\n'),
      ),
    ).toThrow(
      [
        'The policy has 4 mistakes:',
        "  2:3 thresholds.confidnce: unknown field; did you mean 'confidence'?",
        '  3:14 thresholds.grounding: Invalid input: expected number, received string',
        '  5:11 limits.amount: Too small: expected number to be >=0',
        '  6:1 colour: unknown field; take it out',
      ].join('\n'),
    );
  });

  it('in YAML itself are located', () => {
    expect(problemsOf('a: 1\na: 2')).toMatchObject([
      { line: 2, column: 1, message: expect.stringContaining('unique') },
    ]);
    expect(problemsOf('limits:\n  amount: [1')[0]).toMatchObject({
      line: 2,
      field: 'limits.amount[0]',
      message: expect.stringContaining('not YAML'),
    });
    expect(problemsOf('just words')[0]).toMatchObject({ line: 1, column: 1, field: 'document' });
  });

  it.each([
    ['leads nowhere', 'limits: *x', 'limits'],
    ['leads to itself', 'limits: &a\n  amount: *a', 'limits.amount'],
  ])('such as an alias that %s are located', (_, source, field) => {
    expect(problemsOf(source)).toMatchObject([{ field, message: expect.stringContaining('write the value out') }]);
  });

  it('of every kind have a line, a column and a field', () => {
    const lines = defaultPolicySource.split('\n');
    const junk = fc.constantFrom(
      '',
      '- x',
      ': :',
      '  wrong: 1',
      '*y',
      '{',
      '"',
      '\t',
      '? [a]',
      'rules: [{}]',
      '%',
      '---',
    );
    const damage = fc.tuple(fc.nat(lines.length), fc.nat(3), junk);
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const damaged = damages.reduce((text, [at, gone, put]) => text.toSpliced(at, gone, put), lines).join('\n');
        for (const { line, column, field, message } of problemsOf(damaged)) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines.length + 4);
          expect(column).toBeGreaterThan(0);
          expect(field).not.toBe('');
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['triage.intnt == "x"', "No such key: intnt; did you mean 'intent'?", 12],
    ['triag.intent == "x"', "Unknown variable: triag; did you mean 'triage'?", 5],
    ['limits.money > 1.0', 'known here: amount, repeatContacts, repeatDays, repliesPerTicket', 12],
    ['triage.confidence < "x"', 'no such overload: double < string', 5],
    ['triage.confidence', 'this is a double; write an expression that gives a bool', 5],
    ['ticket.body.matches("(")', 'missing closing ): `(`; what can be written: https://', 25],
    ['reply.text.matches("(?=a)")', 'invalid or unsupported Perl syntax: `(?=`', 24],
    ['reply.text.matches("(a)\\\\1")', 'invalid escape sequence', 24],
    ['reply.text.matches("[ab]{501}")', 'comes to 503 steps, the most is 500', 24],
    ['reply.text.matches(ticket.subject)', 'as a text between quotes', 24],
    ['reply.text.matchesRe2("a")', 'no matching overload', 5],
    ['ticket.turn >', 'Unexpected token', 18],
  ])('in the expression %s point at the place', (when, message, column) => {
    const source = `rules:\n  - id: mine\n    effect: review\n    reason: Because.\n    when: |-\n     ${when}`;
    expect(problemsOf(source)).toEqual([
      { line: 6, column: column + 1, field: 'rules[0].when', message: expect.stringContaining(message) },
    ]);
  });

  it('in an expression between quotes point at the place too', () => {
    const source = `rules: [{ id: mine, effect: review, reason: Because., when: "customer.vp" }]`;
    expect(problemsOf(source)).toMatchObject([{ line: 1, column: source.indexOf('vp') + 1 }]);
  });

  it.each([
    ['a queue that is not there', rule('queue: legl'), "there is no queue 'legl'"],
    ['a queue of a signal', 'highStakes: { signals: { press: generl } }', "did you mean 'general'?"],
    ['an unknown built-in rule', 'builtIn: { groundng: observe }', "did you mean 'grounding'?"],
    ['a built-in rule that must stay', 'builtIn: { kill-switch: observe }', "can't be turned off"],
    ['an id of the library', rule('').replace('mine', 'vip'), "'vip' is a rule of the library"],
    ['evidence that is no text', rule('evidence: ticket.turn'), 'this is a int'],
    ['a review of people', rule('authors: [human]'), "use 'block' or authors: [agent]"],
    ['a block that no text can put right', rule('authors: [human]').replace('review', 'block'), 'look at reply'],
    ['a field that is left out', rule('').replace('reason: R., ', ''), 'is missing'],
    ['an unknown effect', rule('').replace('review', 'stop'), '"review"|"block"|"observe"'],
    ['a link as a domain', 'allowedDomains: [https://shop.example]', 'name the domain alone'],
  ])('such as %s are refused with the fix', (_, source, message) => {
    expect(problemsOf(source)).toEqual([expect.objectContaining({ message: expect.stringContaining(message) })]);
  });

  it('such as two rules of one id are refused', () => {
    const one = '{ id: mine, effect: review, reason: R., when: customer.vip }';
    expect(problemsOf(`rules:\n  - ${one}\n  - ${one}`)).toMatchObject([{ line: 3, field: 'rules[1].id' }]);
  });
});
