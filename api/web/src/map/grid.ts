/** The grid below a map, in round metres or degrees, and the length of its scale bar. */

import Feature from "ol/Feature";
import type OlMap from "ol/Map";
import LineString from "ol/geom/LineString";
import type VectorSource from "ol/source/Vector";
import { Fill, Stroke, Style, Text } from "ol/style";

import { type Bounds, type Plane, round125 } from "../geometry/plane";
import { FONT } from "../marks";
import type { Locale } from "../words/locale";

const GRID = new Stroke({ color: "#dfe3dc", width: 1 });
const LINES_ACROSS = 5;
/** Below the top edge, where the degrees of longitude stand. */
const CORNER_PIXELS = 34;
/** What the degrees of one line take. */
const LABEL_PIXELS = 72;
const SCALE_PIXELS = 110;

export interface ScaleBar {
  readonly text: string;
  readonly pixels: number;
}

/** A scale bar of a round length, for so many metres a pixel. */
export function scaleBar(resolution: number, { number, length }: Locale): ScaleBar {
  const metres = round125(resolution * SCALE_PIXELS);
  return { text: metres < 1000 ? length(metres) : `${number(metres / 1000)} km`, pixels: metres / resolution };
}

/** Draw lines of round metres or degrees over what is seen, and a margin. */
export function drawGrid(map: OlMap, source: VectorSource, plane: Plane, locale: Locale): void {
  const size = map.getSize();
  source.clear(true);
  if (!size) return;
  const [west, south, east, north] = map.getView().calculateExtent(size) as Bounds;
  const sides = plane.degrees
    ? [...plane.degrees([west, south]), ...plane.degrees([east, north])]
    : [west, south, east, north];
  const [left = 0, low = 0, right = 0, high = 0] = sides;
  const step = round125(Math.max(right - left, high - low) / LINES_ACROSS);
  const roomy = (step / Math.max(right - left, 1e-12)) * (size[0] ?? 1) > LABEL_PIXELS;
  const back = (x: number, y: number): [number, number] =>
    plane.degrees ? plane.metres({ x, y }) : [x, y];
  const lines: Feature[] = [];
  for (let x = Math.ceil(left / step) * step; x <= right; x += step) {
    lines.push(line([back(x, low), back(x, high)], plane.degrees && (roomy || isEven(x / step)) ? degree(x, step, locale) : "", true));
  }
  // Below stands the scale.
  const measured = low + ((high - low) * CORNER_PIXELS) / (size[1] ?? 1);
  const crowded = high - ((high - low) * CORNER_PIXELS) / (size[1] ?? 1);
  for (let y = Math.ceil(low / step) * step; y <= high; y += step) {
    const label = plane.degrees && y < crowded && y > measured ? degree(y, step, locale) : "";
    lines.push(line([back(left, y), back(right, y)], label, false));
  }
  source.addFeatures(lines);
}

function isEven(value: number): boolean {
  return Math.round(value) % 2 === 0;
}

function degree(value: number, step: number, { number }: Locale): string {
  return `${number(value, Math.max(0, Math.ceil(-Math.log10(step))))}°`;
}

function line(ends: [number, number][], label: string, upright: boolean): Feature {
  const feature = new Feature(new LineString(ends));
  // Degrees of longitude stand at the top, those of latitude at the left; the scale is below.
  const first = (upright ? ends[1] : ends[0]) ?? [0, 0];
  const styles = [new Style({ stroke: GRID })];
  if (label) {
    styles.push(
      new Style({
        geometry: new LineString([first, first]),
        text: new Text({
          text: label,
          font: `11px ${FONT}`,
          fill: new Fill({ color: "#6a766f" }),
          textAlign: "left",
          textBaseline: upright ? "top" : "bottom",
          offsetX: upright ? 3 : 4,
          offsetY: upright ? 3 : -1,
          overflow: true,
        }),
      }),
    );
  }
  feature.setStyle(styles);
  return feature;
}
