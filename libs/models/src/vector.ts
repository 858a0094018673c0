/**
 * Inner product; of L2-normalised vectors it is their cosine, in [-1, 1].
 *
 * @throws RangeError if the lengths differ: vectors of two different models were mixed up.
 */
export function dot(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new RangeError(`Vectors of ${a.length} and ${b.length} dimensions don't compare.`);
  // Four sums side by side: one alone would wait for itself at every step, and all of a search is this.
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  for (let i = whole; i < a.length; i++) s0 += a[i]! * b[i]!;
  return s0 + s1 + (s2 + s3);
}

/** Vectors one after the other in memory, which is several times faster to go through than each by itself. */
export function stacked(vectors: readonly Float32Array[], dimensions: number): Float32Array {
  const rows = new Float32Array(vectors.length * dimensions);
  for (const [i, vector] of vectors.entries()) rows.set(vector, i * dimensions);
  return rows;
}

/** Inner product of a vector with each of the stacked ones, in their order. */
export function dots(rows: Float32Array, vector: Float32Array): Float64Array {
  const width = vector.length;
  const products = new Float64Array(rows.length / width);
  let row = 0;
  // Four at a time: each number of the vector is read once for all of them, and none waits for another's sum.
  for (; row + 4 <= products.length; row += 4) {
    const [at0, at1, at2, at3] = [row * width, (row + 1) * width, (row + 2) * width, (row + 3) * width];
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let i = 0; i < width; i++) {
      const value = vector[i]!;
      s0 += rows[at0 + i]! * value;
      s1 += rows[at1 + i]! * value;
      s2 += rows[at2 + i]! * value;
      s3 += rows[at3 + i]! * value;
    }
    products.set([s0, s1, s2, s3], row);
  }
  for (; row < products.length; row++) products[row] = dot(rows.subarray(row * width, (row + 1) * width), vector);
  return products;
}

/** The same direction at length 1; a zero vector stays as it is. Changes the vector in place. */
export function normalise(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) for (let i = 0; i < vector.length; i++) vector[i]! /= length;
  return vector;
}

/** Turns scores into probabilities, in place: exp(x) over the sum of all, with the maximum taken out for stability. */
export function softmax(scores: Float32Array): Float32Array {
  let top = -Infinity;
  for (const score of scores) top = Math.max(top, score);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += scores[i] = Math.exp(scores[i]! - top);
  for (let i = 0; i < scores.length; i++) scores[i]! /= sum;
  return scores;
}
