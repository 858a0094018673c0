// A few plain charts. Colours are legible on light and dark pages alike.

const font = 'font-family="system-ui, sans-serif" font-size="13"';
const ink = '#6e7781';
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const svg = (width: number, height: number, title: string, body: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}" ${font}>`,
    `<text x="0" y="18" fill="${ink}" font-weight="600" font-size="15">${escape(title)}</text>`,
    ...body,
    '</svg>\n',
  ].join('\n');

/** One bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Drawn in the colour that stands out. */
  readonly ours?: boolean;
}

/** Horizontal bars with their values beside them, in the order given. */
export function barChart(title: string, unit: string, bars: readonly Bar[]): string {
  const [left, width, right, step] = [330, 340, 150, 30];
  const most = Math.max(...bars.map(({ value }) => value));
  const rows = bars.flatMap(({ label, value, ours }, i) => {
    const y = 36 + i * step;
    const length = Math.max(1, (value / most) * width);
    return [
      `<text x="${left - 10}" y="${y + 15}" fill="${ink}" text-anchor="end">${escape(label)}</text>`,
      `<rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="20" rx="3" fill="${ours ? '#1f883d' : '#8c959f'}"/>`,
      `<text x="${(left + length + 8).toFixed(1)}" y="${y + 15}" fill="${ink}">${value.toLocaleString('en')} ${escape(unit)}</text>`,
    ];
  });
  return svg(left + width + right, 44 + bars.length * step, title, rows);
}

/** A line over time, from 0 on both axes. */
export interface Line {
  readonly label: string;
  readonly unit: string;
  readonly colour: string;
  readonly points: readonly { x: number; y: number }[];
}

/** Lines over the same seconds, each on a scale of its own: its largest value stands at its label. */
export function lineChart(title: string, lines: readonly Line[]): string {
  const [width, height, top] = [680, 220, 60];
  const last = Math.max(...lines.flatMap(({ points }) => points.map(({ x }) => x)));
  const body = lines.flatMap(({ label, unit, colour, points }, i) => {
    const most = Math.max(...points.map(({ y }) => y));
    const path = points.map(
      ({ x, y }) => `${((x / last) * width).toFixed(1)},${(top + height - (y / most) * height).toFixed(1)}`,
    );
    return [
      `<text x="${i * 340}" y="44" fill="${colour}">${escape(`${label}: up to ${Math.round(most).toLocaleString('en')} ${unit}`)}</text>`,
      `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ];
  });
  const axis = [
    `<line x1="0" y1="${top + height}" x2="${width}" y2="${top + height}" stroke="${ink}"/>`,
    `<text x="0" y="${top + height + 18}" fill="${ink}">0 s</text>`,
    `<text x="${width}" y="${top + height + 18}" fill="${ink}" text-anchor="end">${Math.round(last)} s</text>`,
  ];
  return svg(width, top + height + 28, title, [...body, ...axis]);
}
