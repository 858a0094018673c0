import { table, withSection } from '../src/report/document.ts';
import { barChart, lineChart } from '../src/report/svg.ts';

const page = 'before\n<!-- bench:a -->\nold\n<!-- /bench:a -->\nbetween\n<!-- bench:b -->\nkept\n<!-- /bench:b -->\n';

describe('the page of benchmarks', () => {
  it('gets one part anew and keeps the rest', () => {
    const text = withSection(page, 'a', 'new');
    expect(text).toContain('<!-- bench:a -->\n\nnew\n\n<!-- /bench:a -->');
    expect(text).not.toContain('old');
    expect(text).toContain('between\n<!-- bench:b -->\nkept\n<!-- /bench:b -->');
  });

  it('stays the same when a part is put in twice', () => {
    const once = withSection(page, 'a', 'new');
    expect(withSection(once, 'a', 'new')).toBe(once);
  });

  it('says which markers are missing', () => {
    expect(() => withSection(page, 'c', 'new')).toThrow('lacks <!-- bench:c -->');
  });

  it('has tables with numbers to the right', () => {
    expect(table(['', 'n'], [['x', 1]])).toBe('|  | n |\n| --- | --: |\n| x | 1 |');
  });
});

describe('charts', () => {
  it('draw bars in proportion, the names escaped', () => {
    const svg = barChart('T', 'ms', [
      { label: 'a<b', value: 50 },
      { label: 'c', value: 100, ours: true },
    ]);
    expect([...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width))).toEqual([170, 340]);
    expect(svg).toContain('a&lt;b');
  });

  it('draw a line from corner to corner', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 2, y: 8 },
    ];
    const svg = lineChart('T', [{ label: 'l', unit: 'u', colour: '#000', points }]);
    expect(svg).toContain('points="0.0,280.0 680.0,60.0"');
    expect(svg).toContain('up to 8 u');
  });
});
