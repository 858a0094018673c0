const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** An instant: ISO 8601 (UTC where it names no zone), or how long ago: `90s`, `15m`, `2h`, `3d`. Undefined where it is neither. */
export function instant(text: string, now = Date.now()): Date | undefined {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (count) return new Date(now - Number(count) * units[unit as keyof typeof units]);
  if (!/^\d{4}-\d\d-\d\d([T ]|$)/.test(text)) return undefined;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) || text.length === 10;
  const date = new Date(zoned ? text : `${text}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
