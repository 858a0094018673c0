import { Config } from '../src/config.ts';

it('counts no more requests a minute than it can look through at each refusal', () => {
  const { WRITES_PER_MINUTE: limit } = Config.shape;
  expect(limit.parse('60000')).toBe(60_000);
  expect(limit.safeParse('60001').success).toBe(false);
});
