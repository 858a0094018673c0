import * as fc from 'fast-check';
import { decodeProgress, encodeProgress, progressWindow } from '../src/progress.ts';

it('reads back what it wrote, wherever the watermark is', () => {
  const offsets = fc.uniqueArray(fc.integer({ min: 0, max: progressWindow - 1 }), { maxLength: 500 });
  fc.assert(
    fc.property(fc.nat(2 ** 40), offsets, (watermark, given) => {
      const finished = given.map((o) => watermark + o).toSorted((a, b) => a - b);
      expect([...decodeProgress(watermark, encodeProgress(watermark, finished))]).toEqual(finished);
    }),
  );
});

it('fits what the broker takes, at the worst', () => {
  expect(encodeProgress(7, [7 + progressWindow - 1]).length).toBeLessThanOrEqual(4096);
});

it('says nothing where nothing is finished, and understands nothing that is not its own', () => {
  expect(encodeProgress(7, [])).toBe('');
  expect(decodeProgress(7, '')).toEqual(new Set());
  expect(decodeProgress(7, 'somebody else')).toEqual(new Set());
});
