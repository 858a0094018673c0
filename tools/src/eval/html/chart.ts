import { BarChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, VisualMapComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { Html } from './escape.ts';

use([
  AriaComponent,
  BarChart,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  ScatterChart,
  SVGRenderer,
  VisualMapComponent,
]);

/** Colours that are legible on light and dark pages alike. */
export const colours = { ink: '#6e7781', good: '#1f883d', bad: '#cf222e', plain: '#0969da', pale: '#8c959f' };

export const axis = {
  axisLabel: { color: colours.ink },
  nameTextStyle: { color: colours.ink },
  axisLine: { show: true, lineStyle: { color: colours.ink } },
  splitLine: { lineStyle: { color: colours.ink, opacity: 0.2 } },
};

/** Axis that shows shares as per cent. */
export const percentAxis = {
  ...axis,
  type: 'value',
  axisLabel: { ...axis.axisLabel, formatter: (value: number) => `${Math.round(value * 100)} %` },
};

/** Draws a chart as SVG without a browser. ECharts escapes what is written in it. */
export function chart(option: EChartsCoreOption, width: number, height: number): Html {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawing.setOption({
      animation: false,
      textStyle: { fontFamily: 'system-ui, sans-serif', fontSize: 13 },
      aria: { enabled: true },
      ...option,
    });
    return new Html(drawing.renderToSVGString({ useViewBox: true }));
  } finally {
    drawing.dispose();
  }
}
