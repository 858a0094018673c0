import { Breaker } from '../src/breaker.ts';

const policy = { initialMs: 100, maxMs: 300 };

function given() {
  const clock = { now: 0 };
  return { clock, breaker: new Breaker(policy, () => clock.now) };
}

it('stays closed for failures of the records themselves, which count as tries', () => {
  const { breaker } = given();
  expect([breaker.failed(false), breaker.failed(false), breaker.failed(false)]).toEqual([true, true, true]);
  expect([breaker.open, breaker.waitMs]).toEqual([false, 0]);
});

it('opens at once for an outage; what the outage fails while it is open costs no try', () => {
  const { breaker } = given();
  expect(breaker.failed(true)).toBe(true);
  expect([breaker.failed(true), breaker.failed(true)]).toEqual([false, false]);
  expect([breaker.open, breaker.waitMs]).toEqual([true, 100]);
});

it('lets one try through after the pause, and pauses twice as long when that fails, up to its limit', () => {
  const { breaker, clock } = given();
  breaker.failed(true);
  const pauses: number[] = [];
  for (let i = 0; i < 3; i++) {
    clock.now += breaker.waitMs;
    expect(breaker.waitMs).toBe(0);
    breaker.began();
    expect(breaker.waitMs).toBe(Infinity);
    expect(breaker.failed(true)).toBe(false);
    pauses.push(breaker.waitMs);
  }
  expect(pauses).toEqual([200, 300, 300]);
});

it('tries the next one at once when a try fails for a reason of its own', () => {
  const { breaker, clock } = given();
  breaker.failed(true);
  clock.now += 100;
  breaker.began();
  expect(breaker.failed(false)).toBe(true);
  expect([breaker.open, breaker.waitMs]).toEqual([true, 0]);
});

it('closes when something succeeds, and begins with the short pause next time', () => {
  const { breaker, clock } = given();
  breaker.failed(true);
  clock.now += 100;
  breaker.began();
  expect(breaker.succeeded()).toBe(true);
  expect([breaker.open, breaker.waitMs]).toEqual([false, 0]);
  breaker.failed(true);
  expect(breaker.waitMs).toBe(100);
});
