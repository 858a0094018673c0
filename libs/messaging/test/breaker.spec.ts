import { Breaker } from '../src/breaker.ts';

const policy = { threshold: 3, initialMs: 100, maxMs: 300 };

function given() {
  const clock = { now: 0 };
  return { clock, breaker: new Breaker(policy, () => clock.now) };
}

it('opens when as many different records fail in a row, and not for one that fails often', () => {
  const { breaker } = given();
  expect(['a', 'a', 'a', 'b'].map((r) => breaker.failed(r, false))).toEqual([true, true, true, true]);
  expect(breaker.open).toBe(false);
  expect(breaker.failed('c', false)).toBe(true);
  expect([breaker.open, breaker.waitMs]).toEqual([true, 100]);
});

it('counts anew after a success', () => {
  const { breaker } = given();
  breaker.failed('a', false);
  breaker.failed('b', false);
  expect(breaker.succeeded()).toBe(false);
  breaker.failed('c', false);
  expect(breaker.open).toBe(false);
});

it('opens at once for an outage; what fails while it is open costs no try', () => {
  const { breaker } = given();
  expect(breaker.failed('a', true)).toBe(true);
  expect(breaker.failed('b', true)).toBe(false);
  expect(breaker.open).toBe(true);
});

it('lets one try through after the pause, and pauses twice as long when that fails, up to its limit', () => {
  const { breaker, clock } = given();
  breaker.failed('a', true);
  const pauses: number[] = [];
  for (let i = 0; i < 3; i++) {
    clock.now += breaker.waitMs;
    expect(breaker.waitMs).toBe(0);
    breaker.began();
    expect(breaker.waitMs).toBe(Infinity);
    expect(breaker.failed('b', true)).toBe(false);
    pauses.push(breaker.waitMs);
  }
  expect(pauses).toEqual([200, 300, 300]);
});

it('closes when something succeeds, and begins with the short pause next time', () => {
  const { breaker, clock } = given();
  breaker.failed('a', true);
  clock.now += 100;
  breaker.began();
  expect(breaker.succeeded()).toBe(true);
  expect([breaker.open, breaker.waitMs]).toEqual([false, 0]);
  breaker.failed('a', true);
  expect(breaker.waitMs).toBe(100);
});
