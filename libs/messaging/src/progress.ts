/**
 * How many offsets beyond the watermark can be told: 3,000 bytes are 4,000 characters of base64, and the broker takes
 * 4,096 characters of metadata with an offset (`offset.metadata.max.bytes`). A finished record farther away waits,
 * unpublished, until the watermark has moved.
 */
export const progressWindow = 24_000;

/** Metadata that starts otherwise is somebody else's and says nothing to us. */
const mark = 'p';

/**
 * Which offsets at or after `watermark` are finished, as the text that travels with the committed offset: `p` and a
 * bitmap in base64, bit i being offset `watermark + i`, lowest bit first; empty where none is.
 * @param finished ascending, each within {@link progressWindow} of the watermark
 */
export function encodeProgress(watermark: number, finished: readonly number[]): string {
  const last = finished.at(-1);
  if (last === undefined) return '';
  const bits = Buffer.alloc(((last - watermark) >> 3) + 1);
  for (const offset of finished) {
    const bit = offset - watermark;
    bits[bit >> 3] = (bits[bit >> 3] as number) | (1 << (bit & 7));
  }
  return mark + bits.toString('base64');
}

/** The finished offsets that {@link encodeProgress} wrote; none where the text is not of its making. */
export function decodeProgress(watermark: number, metadata: string): Set<number> {
  const finished = new Set<number>();
  if (!metadata.startsWith(mark)) return finished;
  Buffer.from(metadata.slice(1), 'base64').forEach((byte, i) => {
    for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) finished.add(watermark + i * 8 + bit);
  });
  return finished;
}
