let [last, text] = [0, new Date(0).toISOString()];

/** Milliseconds since the epoch as ISO 8601 in UTC. Thousands of records a second share a millisecond, and their time is not made anew. */
export function isoTime(ms: number): string {
  if (ms !== last) [last, text] = [ms, new Date(ms).toISOString()];
  return text;
}
