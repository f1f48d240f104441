/** The parts of ECharts that the page needs, and no others. */

import { BarChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export function chartOf(target: HTMLElement): ReturnType<typeof init> {
  return init(target);
}
