/** How far households walk, as bars; the chart's library is fetched only here. */

import { useEffect, useRef } from "preact/hooks";

import { round125 } from "../geometry/plane";
import { FONT } from "../marks";
import { useLocale } from "../state/context";
import type { Locale } from "../words/locale";

export interface Series {
  readonly name: string;
  readonly metres: readonly number[];
}

const BARS = 14;
const COLOURS = ["#8aa4ad", "#12636b"];

/** A picture only: what it shows must stand beside it in words. */
export function Histogram({ series }: { readonly series: readonly Series[] }) {
  const locale = useLocale();
  const target = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const leaving = new AbortController();
    void draw(target.current!, series, locale, leaving.signal);
    return () => leaving.abort();
  }, [series, locale]);
  return <div class="chart" ref={target} aria-hidden="true" />;
}

async function draw(target: HTMLElement, series: readonly Series[], { number, length }: Locale, signal: AbortSignal): Promise<void> {
  const { chartOf } = await import("./chart");
  if (signal.aborted) return;
  const most = Math.max(1, ...series.flatMap(({ metres }) => metres));
  const width = 2 * round125(most / BARS);
  const bins = Math.floor(most / width) + 1;
  const several = series.length > 1;
  const chart = chartOf(target);
  chart.setOption({
    animation: false,
    color: several ? COLOURS : COLOURS.slice(1),
    textStyle: { fontFamily: FONT },
    grid: { left: 8, right: 12, top: several ? 34 : 14, bottom: 24, containLabel: true },
    legend: { show: several, top: 0, left: 0, itemWidth: 14, itemHeight: 14 },
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
    yAxis: { type: "value", minInterval: 1, axisLabel: { color: "#4a5a60", formatter: (value: number) => number(value) } },
    series: series.map(({ name, metres }) => ({ type: "bar", name, barGap: "5%", data: counted(metres, width, bins) })),
  });
  const watcher = new ResizeObserver(() => chart.resize());
  watcher.observe(target);
  signal.addEventListener("abort", () => {
    watcher.disconnect();
    chart.dispose();
  });
}

function counted(metres: readonly number[], width: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const walk of metres) {
    const bin = Math.min(bins - 1, Math.floor(walk / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
