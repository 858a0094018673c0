import { runEnds } from '../src/batches.ts';

const padded = (lengths: readonly number[]): number =>
  runEnds(lengths).reduce((sum, end, i, ends) => sum + (end - (ends[i - 1] ?? 0)) * lengths[end - 1]!, 0);

it('runs alike lengths together, sixteen at most', () => {
  expect(runEnds(Array<number>(20).fill(10))).toEqual([16, 20]);
  expect(runEnds([])).toEqual([]);
});

it('runs one long text apart from short ones', () => {
  expect(runEnds([8, 9, 9, 10, 10, 120])).toEqual([5, 6]);
});

it('does not start a run to spare a few tokens', () => {
  expect(runEnds([8, 9, 12])).toEqual([3]);
});

it('pads less than one run for all', () => {
  const lengths = [9, 10, 11, 12, 20, 22, 24, 80];
  expect(padded(lengths)).toBeLessThan((8 * 80) / 3);
});
