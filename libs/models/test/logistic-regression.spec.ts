import { trainLogistic, type Row } from '../src/logistic-regression.ts';

const row = (...values: number[]): Row => ({ values: Float32Array.from(values) });
const rows = [row(1, 0), row(0.9, 0.1), row(0, 1), row(0.1, 0.9), row(-1, -1), row(-0.9, -1)];
const labels = [0, 0, 1, 1, 2, 2];
const options = { dimensions: 2, classes: 3, c: 30 };

it('learns classes that can be told apart', async () => {
  const classify = await trainLogistic(rows, labels, options);
  const best = rows.map((example) => {
    const probabilities = classify(example);
    return probabilities.indexOf(Math.max(...probabilities));
  });
  expect(best).toEqual(labels);
});

it('gives probabilities that add up to 1', async () => {
  const classify = await trainLogistic(rows, labels, options);
  const sum = classify(row(0.4, 0.4)).reduce((total, p) => total + p, 0);
  expect(sum).toBeCloseTo(1, 5);
});

it('reads a sparse row like the dense one', async () => {
  const classify = await trainLogistic(rows, labels, options);
  const sparse = { at: Int32Array.of(1), values: Float32Array.of(0.7) };
  expect([...classify(sparse)]).toEqual([...classify(row(0, 0.7))]);
});

it('learns the same from the same rows', async () => {
  const [a, b] = [await trainLogistic(rows, labels, options), await trainLogistic(rows, labels, options)];
  expect([...a(row(0.2, 0.3))]).toEqual([...b(row(0.2, 0.3))]);
});

it('is less sure with a stronger penalty', async () => {
  const sure = (await trainLogistic(rows, labels, options))(rows[0]!)[0]!;
  const unsure = (await trainLogistic(rows, labels, { ...options, c: 0.01 }))(rows[0]!)[0]!;
  expect(unsure).toBeLessThan(sure);
});
