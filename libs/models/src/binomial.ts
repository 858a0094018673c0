/**
 * The largest share that is still credible where `hits` of `n` were counted: with at least this confidence the true share is no
 * larger. Exact, not an approximation (Clopper and Pearson 1934, "The use of confidence or fiducial limits illustrated in the
 * case of the binomial"): the share at which so few hits, or fewer, would have a chance of 1 − confidence. 1 of none.
 *
 * @throws RangeError if `hits` is not in 0 … n.
 */
export function upperLimit(hits: number, n: number, confidence: number): number {
  if (!(hits >= 0 && hits <= n)) throw new RangeError(`${hits} of ${n} can't be counted.`);
  if (hits === n) return 1;
  let [low, high] = [hits / n, 1];
  // The chance falls as the share grows; 40 halvings leave less than 1e-12.
  for (let step = 0; step < 40; step++) {
    const share = (low + high) / 2;
    if (atMost(hits, n, share) > 1 - confidence) low = share;
    else high = share;
  }
  return high;
}

/** The chance of `hits` or fewer of `n` where each has the chance `share`, in (0, 1). */
export function atMost(hits: number, n: number, share: number): number {
  // In logarithms: 0.97 to the power of some 30,000 is 0 to a computer.
  const odds = Math.log(share) - Math.log1p(-share);
  let log = n * Math.log1p(-share);
  let sum = Math.exp(log);
  for (let i = 0; i < hits; i++) {
    log += Math.log((n - i) / (i + 1)) + odds;
    sum += Math.exp(log);
  }
  return sum;
}
