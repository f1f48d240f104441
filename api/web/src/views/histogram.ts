/** How far households walk, as bars; the chart's library is fetched only here. */

import { length, number } from "../language";
import { FONT } from "../marks";
import { round125 } from "../map/plane";

export interface Series {
  readonly name: string;
  readonly metres: readonly number[];
}

const BARS = 14;
const COLOURS = ["#8aa4ad", "#12636b"];

/** Draw the histogram; returns what takes it away again. */
export async function histogram(target: HTMLElement, series: readonly Series[]): Promise<() => void> {
  const { chartOf } = await import("../chart");
  if (!target.isConnected) return () => undefined;
  const most = Math.max(1, ...series.flatMap(({ metres }) => metres));
  const width = 2 * round125(most / BARS);
  const bins = Math.floor(most / width) + 1;
  const colours = series.length > 1 ? COLOURS : COLOURS.slice(1);
  const chart = chartOf(target);
  chart.setOption({
    animation: false,
    color: colours,
    textStyle: { fontFamily: FONT },
    grid: { left: 8, right: 12, top: series.length > 1 ? 34 : 14, bottom: 24, containLabel: true },
    legend: { show: series.length > 1, top: 0, left: 0, itemWidth: 14, itemHeight: 14 },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      axisPointer: { type: "shadow" },
    },
    xAxis: {
      type: "category",
      data: Array.from({ length: bins }, (_, nth) => `${number(nth * width)}–${length((nth + 1) * width)}`),
      axisLabel: { color: "#4a5a60", hideOverlap: true },
      axisTick: { alignWithLabel: true },
    },
    yAxis: { type: "value", minInterval: 1, axisLabel: { color: "#4a5a60" } },
    series: series.map(({ name, metres }) => ({ type: "bar", name, barGap: "5%", data: counted(metres, width, bins) })),
  });
  const watcher = new ResizeObserver(() => chart.resize());
  watcher.observe(target);
  return () => {
    watcher.disconnect();
    chart.dispose();
  };
}

function counted(metres: readonly number[], width: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const walk of metres) {
    const bin = Math.min(bins - 1, Math.floor(walk / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
