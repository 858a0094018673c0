import { matrixProduct, type Matrix } from '../src/matrix-product.ts';

/** Whole numbers, so that sums are exact in whatever order they are made. */
const matrix = (rows: number, columns: number): Matrix => ({
  rows,
  columns,
  values: Float32Array.from({ length: rows * columns }, (_, i) => ((i * 37) % 19) - 9),
});

it.each([
  [1, 1, 1],
  [2, 3, 4],
  [150, 301, 33],
])('multiplies %i × %i by %i columns', async (rows, inner, columns) => {
  const [a, b] = [matrix(rows, inner), matrix(inner, columns)];
  const product = await matrixProduct(a, b);
  const cell = (i: number): number => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return Array.from({ length: inner }, (_, k) => a.values[row * inner + k]! * b.values[k * columns + column]!).reduce(
      (sum, value) => sum + value,
      0,
    );
  };
  expect(product).toMatchObject({ rows, columns });
  expect([...product.values]).toEqual(Array.from({ length: rows * columns }, (_, i) => cell(i)));
});

it('refuses matrices that do not fit', async () => {
  await expect(matrixProduct(matrix(2, 3), matrix(4, 2))).rejects.toThrow(/dimension/i);
});
