/** A Retry-After header (RFC 9110, 10.2.3), seconds or a date, in milliseconds; undefined for what is neither. */
export function retryAfterMs(header: string | undefined, now = new Date()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
