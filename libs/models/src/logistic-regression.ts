import { type Matrix, matrixProduct } from './matrix-product.ts';
import { softmax } from './vector.ts';

/** A row of features; `at` says which columns the values stand in, and is left out where there is a value for each. */
export interface Row {
  readonly at?: Int32Array;
  readonly values: Float32Array;
}

/** How a regression is trained. */
export interface LogisticOptions {
  /** Number of columns. */
  readonly dimensions: number;
  readonly classes: number;
  /** Inverse strength of the L2 penalty, as in scikit-learn: the penalty is ½·‖W‖² / C beside the summed loss. */
  readonly c: number;
  readonly steps?: number;
  readonly rate?: number;
}

/** Probability of every class for one row; `weights`: what was learned. */
export type Logistic = ((row: Row) => Float32Array) & { readonly weights: Float32Array };

/**
 * Multinomial logistic regression with an L2 penalty on the weights (not on the intercepts), by full-batch Adam (Kingma &
 * Ba 2015) from zero with a rate that falls to nothing. The problem is convex and nothing is random: the same rows give
 * the same model.
 *
 * @param rows all dense, or all sparse.
 * @param labels the class of every row, 0 … classes - 1.
 * @param known the weights that the same rows gave before: then nothing is learned.
 */
export async function trainLogistic(
  rows: readonly Row[],
  labels: readonly number[],
  options: LogisticOptions,
  known?: Float32Array,
): Promise<Logistic> {
  const { dimensions, classes } = options;
  const weights = known ?? (await learn(rows, labels, options));
  if (weights.length !== (dimensions + 1) * classes) throw new RangeError('These weights are of another model.');
  return Object.assign((row: Row) => softmax(scores(weights, classes, row)), { weights });
}

/** The weights of one column for all classes lie together; the last such row holds the intercepts. */
async function learn(
  rows: readonly Row[],
  labels: readonly number[],
  { dimensions, classes, c, steps = 25, rate = 0.4 }: LogisticOptions,
): Promise<Float32Array> {
  const weights = new Float32Array((dimensions + 1) * classes);
  const mean = new Float32Array(weights.length);
  const square = new Float32Array(weights.length);
  const decay = 1 / (c * rows.length);
  const intercepts = dimensions * classes;
  const { scoresOf, gradientOf } = rows.some(({ at }) => at)
    ? sparse(rows, dimensions, classes)
    : dense(rows, dimensions, classes);

  for (let step = 1; step <= steps; step++) {
    // oxlint-disable-next-line no-await-in-loop -- each step begins where the one before ended
    const errors = await scoresOf(weights);
    for (const [i, label] of labels.entries()) {
      softmax(errors.subarray(i * classes, (i + 1) * classes));
      errors[i * classes + label]! -= 1;
    }
    // oxlint-disable-next-line no-await-in-loop -- each step begins where the one before ended
    const gradient = await gradientOf(errors);
    const now = (rate * (1 + Math.cos((Math.PI * (step - 1)) / steps))) / 2;
    const correction = Math.sqrt(1 - 0.999 ** step) / (1 - 0.9 ** step);
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i]! / rows.length + (i < intercepts ? decay * weights[i]! : 0);
      const m = 0.9 * mean[i]! + 0.1 * g;
      const s = 0.999 * square[i]! + 0.001 * g * g;
      mean[i] = m;
      square[i] = s;
      weights[i]! -= (now * correction * m) / (Math.sqrt(s) + 1e-8);
    }
  }
  return weights;
}

/** What learning asks of its rows. */
interface Rows {
  /** Row by row, the score of every class. */
  scoresOf(weights: Float32Array): Promise<Float32Array>;
  /** The rows, transposed, times the errors of every class. */
  gradientOf(errors: Float32Array): Promise<Float32Array>;
}

function dense(rows: readonly Row[], dimensions: number, classes: number): Rows {
  // The intercepts are weights of a column that is 1 everywhere.
  const width = dimensions + 1;
  const matrix: Matrix = { rows: rows.length, columns: width, values: new Float32Array(rows.length * width).fill(1) };
  const transposed: Matrix = { rows: width, columns: rows.length, values: matrix.values.slice() };
  for (const [i, { values }] of rows.entries()) {
    matrix.values.set(values, i * width);
    for (const [j, value] of values.entries()) transposed.values[j * rows.length + i] = value;
  }
  const times = async (left: Matrix, values: Float32Array): Promise<Float32Array> =>
    (await matrixProduct(left, { rows: left.columns, columns: classes, values })).values;
  return { scoresOf: (weights) => times(matrix, weights), gradientOf: (errors) => times(transposed, errors) };
}

function sparse(rows: readonly Row[], dimensions: number, classes: number): Rows {
  const intercepts = dimensions * classes;
  return {
    scoresOf(weights) {
      const all = new Float32Array(rows.length * classes);
      for (const [i, row] of rows.entries()) all.set(scores(weights, classes, row), i * classes);
      return Promise.resolve(all);
    },
    gradientOf(errors) {
      const gradient = new Float32Array(intercepts + classes);
      for (const [i, { at, values }] of rows.entries()) {
        const error = errors.subarray(i * classes, (i + 1) * classes);
        for (let j = 0; j < values.length; j++) addTo(gradient, at![j]! * classes, error, values[j]!);
        addTo(gradient, intercepts, error, 1);
      }
      return Promise.resolve(gradient);
    },
  };
}

function scores(weights: Float32Array, classes: number, { at, values }: Row): Float32Array {
  const out = weights.slice(weights.length - classes);
  for (let j = 0; j < values.length; j++) {
    const start = (at ? at[j]! : j) * classes;
    const value = values[j]!;
    for (let k = 0; k < classes; k++) out[k]! += weights[start + k]! * value;
  }
  return out;
}

/** From a place on, adds so many times the values. */
function addTo(sums: Float32Array, from: number, values: Float32Array, times: number): void {
  for (let k = 0; k < values.length; k++) sums[from + k]! += values[k]! * times;
}
