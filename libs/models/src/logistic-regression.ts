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
 * @param labels the class of every row, 0 … classes - 1.
 * @param known the weights that the same rows gave before: then nothing is learned.
 */
export function trainLogistic(
  rows: readonly Row[],
  labels: readonly number[],
  options: LogisticOptions,
  known?: Float32Array,
): Logistic {
  const width = options.dimensions + 1;
  const weights = known ?? learn(rows, labels, options);
  if (weights.length !== options.classes * width) throw new RangeError('These weights are of another model.');
  return Object.assign((row: Row) => softmax(scores(weights, width, options.classes, row)), { weights });
}

function learn(rows: readonly Row[], labels: readonly number[], options: LogisticOptions): Float32Array {
  const { dimensions, classes, c, steps = 25, rate = 0.4 } = options;
  // The weights of one class lie together; its intercept is the last column.
  const width = dimensions + 1;
  const weights = new Float32Array(classes * width);
  const gradient = new Float32Array(weights.length);
  const mean = new Float32Array(weights.length);
  const square = new Float32Array(weights.length);
  const decay = 1 / (c * rows.length);

  for (let step = 1; step <= steps; step++) {
    gradient.fill(0);
    for (let first = 0; first < rows.length; first += BLOCK) {
      const block = rows.slice(first, first + BLOCK);
      const errors = scoresOfBlock(weights, width, classes, block).map(softmax);
      for (const [i, error] of errors.entries()) error[labels[first + i]!]! -= 1;
      addBlock(gradient, width, errors, block);
    }
    const now = (rate * (1 + Math.cos((Math.PI * (step - 1)) / steps))) / 2;
    const correction = Math.sqrt(1 - 0.999 ** step) / (1 - 0.9 ** step);
    for (let k = 0; k < classes; k++) {
      const intercept = (k + 1) * width - 1;
      for (let i = k * width; i <= intercept; i++) {
        const g = gradient[i]! / rows.length + (i === intercept ? 0 : decay * weights[i]!);
        const m = 0.9 * mean[i]! + 0.1 * g;
        const s = 0.999 * square[i]! + 0.001 * g * g;
        mean[i] = m;
        square[i] = s;
        weights[i]! -= (now * correction * m) / (Math.sqrt(s) + 1e-8);
      }
    }
  }
  return weights;
}

/** A class that is all but certainly wrong teaches nothing: skipping it saves much time with many classes. */
const NO_ERROR = 1e-4;
/** Four rows side by side: what is read of weights and gradient serves them all. */
const BLOCK = 4;

type Four<T> = readonly [T, T, T, T];
const areFour = (block: readonly Row[]): boolean => block.length === BLOCK && block.every(({ at }) => at === undefined);
const fourOf = <T>(list: readonly T[]): Four<T> => [list[0]!, list[1]!, list[2]!, list[3]!];

function scoresOfBlock(weights: Float32Array, width: number, classes: number, block: readonly Row[]): Float32Array[] {
  if (!areFour(block)) return block.map((row) => scores(weights, width, classes, row));
  const [a, b, c, d] = fourOf(block.map(({ values }) => values));
  const out = block.map(() => new Float32Array(classes));
  const [ofA, ofB, ofC, ofD] = fourOf(out);
  for (let k = 0; k < classes; k++) {
    const start = k * width;
    const intercept = weights[start + width - 1]!;
    let [s0, s1, s2, s3] = [intercept, intercept, intercept, intercept];
    for (let j = 0; j < width - 1; j++) {
      const weight = weights[start + j]!;
      s0 += weight * a[j]!;
      s1 += weight * b[j]!;
      s2 += weight * c[j]!;
      s3 += weight * d[j]!;
    }
    ofA[k] = s0;
    ofB[k] = s1;
    ofC[k] = s2;
    ofD[k] = s3;
  }
  return out;
}

/** gradient += errors ⊗ rows, summed over the block. */
function addBlock(gradient: Float32Array, width: number, errors: readonly Float32Array[], block: readonly Row[]): void {
  if (!areFour(block)) {
    for (const [i, row] of block.entries()) addOuter(gradient, width, errors[i]!, row);
    return;
  }
  const [a, b, c, d] = fourOf(block.map(({ values }) => values));
  const [ofA, ofB, ofC, ofD] = fourOf(errors);
  for (let k = 0; k < ofA.length; k++) {
    const [e0, e1, e2, e3] = [ofA[k]!, ofB[k]!, ofC[k]!, ofD[k]!];
    if (Math.max(Math.abs(e0), Math.abs(e1), Math.abs(e2), Math.abs(e3)) < NO_ERROR) continue;
    const start = k * width;
    for (let j = 0; j < width - 1; j++) gradient[start + j]! += e0 * a[j]! + e1 * b[j]! + e2 * c[j]! + e3 * d[j]!;
    gradient[start + width - 1]! += e0 + e1 + e2 + e3;
  }
}

function scores(weights: Float32Array, width: number, classes: number, { at, values }: Row): Float32Array {
  const out = new Float32Array(classes);
  for (let k = 0; k < classes; k++) {
    const start = k * width;
    out[k] = weights[start + width - 1]! + (at ? sparse(weights, start, at, values) : dense(weights, start, values));
  }
  return out;
}

function sparse(weights: Float32Array, start: number, at: Int32Array, values: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < at.length; j++) sum += weights[start + at[j]!]! * values[j]!;
  return sum;
}

/** Four sums side by side: one alone would wait for each addition to end. Training takes half the time. */
function dense(weights: Float32Array, start: number, values: Float32Array): number {
  const even = values.length - (values.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let j = 0; j < even; j += 4) {
    a += weights[start + j]! * values[j]!;
    b += weights[start + j + 1]! * values[j + 1]!;
    c += weights[start + j + 2]! * values[j + 2]!;
    d += weights[start + j + 3]! * values[j + 3]!;
  }
  for (let j = even; j < values.length; j++) a += weights[start + j]! * values[j]!;
  return a + b + c + d;
}

/** gradient += errors ⊗ row. */
function addOuter(gradient: Float32Array, width: number, errors: Float32Array, { at, values }: Row): void {
  for (let k = 0; k < errors.length; k++) {
    const start = k * width;
    const error = errors[k]!;
    if (Math.abs(error) < NO_ERROR) continue;
    if (at) for (let j = 0; j < at.length; j++) gradient[start + at[j]!]! += error * values[j]!;
    else for (let j = 0; j < values.length; j++) gradient[start + j]! += error * values[j]!;
    gradient[start + width - 1]! += error;
  }
}
