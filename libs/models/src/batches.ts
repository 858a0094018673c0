/** Most texts to a run: more don't make it faster, and take memory. */
const MOST = 16;
/** What starting a run costs, in tokens: about a millisecond, in which some 25 are read. */
const START = 24;

/**
 * Divides texts into runs of the model so that all together cost least. A run is padded to its longest text, so long and short
 * ones are better apart; but each run costs something by itself.
 *
 * @param lengths in tokens, ascending
 * @returns where each run ends, the last text excluded; ascending
 */
export function runEnds(lengths: readonly number[]): number[] {
  // By dynamic programming: the cheapest way to run the first n texts ends with a run of some of them.
  const cost = [0];
  const from = [0];
  for (let end = 1; end <= lengths.length; end++) {
    cost.push(Infinity);
    for (let start = end - 1; start >= Math.max(0, end - MOST); start--) {
      const price = cost[start]! + START + (end - start) * lengths[end - 1]!;
      if (price < cost[end]!) [cost[end], from[end]] = [price, start];
    }
  }
  const ends: number[] = [];
  for (let end = lengths.length; end > 0; end = from[end]!) ends.unshift(end);
  return ends;
}
