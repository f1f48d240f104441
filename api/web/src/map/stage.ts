/** A map without tiles: a local plane with a grid, a scale bar and buttons; it needs no WebGL and no network. */

import Feature from "ol/Feature";
import OlMap from "ol/Map";
import View from "ol/View";
import LineString from "ol/geom/LineString";
import { defaults as interactions } from "ol/interaction/defaults";
import type BaseLayer from "ol/layer/Base";
import VectorLayer from "ol/layer/Vector";
import Projection from "ol/proj/Projection";
import VectorSource from "ol/source/Vector";
import { Fill, Icon, Stroke, Style, Text } from "ol/style";

import { h } from "../dom";
import { length, number, words } from "../language";
import { FONT, type Mark, stamp } from "../marks";
import { type Bounds, type Plane, round125 } from "./plane";

const METRES = new Projection({ code: "local-metres", units: "m", extent: [-1e7, -1e7, 1e7, 1e7] });
const GRID = new Stroke({ color: "#dfe3dc", width: 1 });
const LINES_ACROSS = 5;
/** Below the top edge, where the degrees of longitude stand. */
const CORNER_PIXELS = 34;
/** What the degrees of one line take. */
const LABEL_PIXELS = 72;
const SCALE_PIXELS = 110;
/** Above, right, below, left: room for a caption above, for the scale and the buttons below. */
const MARGINS = [46, 34, 58, 34];

export interface Stage {
  readonly map: OlMap;
  readonly element: HTMLElement;
  /** What takes the pointer and the keys. */
  readonly target: HTMLElement;
  /** Show the bounds with a margin; at once, or moving there. */
  readonly fit: (bounds: Bounds, moving?: boolean) => void;
  readonly moveTo: (at: readonly [number, number]) => void;
  /** Say something beside a point of the map; null takes it away. */
  readonly tell: (at: readonly [number, number] | null, ...lines: readonly string[]) => void;
  readonly dispose: () => void;
}

/** Parameters of a stage; stages that share a view move together. */
export interface Setting {
  readonly label: string;
  readonly plane: Plane;
  readonly layers: BaseLayer[];
  readonly bounds: () => Bounds;
  readonly view?: View;
  /** With buttons to zoom; of maps that move together one has them. */
  readonly buttons: boolean;
  /** With a grid and a scale; a diagram has neither. */
  readonly measured: boolean;
}

export function newView(): View {
  return new View({ projection: METRES, center: [0, 0], resolution: 10, minResolution: 0.05, maxResolution: 5000 });
}

/** Make a map and everything round it. */
export function stage(setting: Setting): Stage {
  const target = h("div", {
    class: "map-canvas",
    tabindex: 0,
    role: "application",
    "aria-label": `${setting.label} ${words().map.keys}`,
  });
  const tip = h("div", { class: "map-tip", hidden: true });
  const bar = h("div", { class: "map-scale", "aria-hidden": "true" });
  const grid = new VectorSource();
  const map = new OlMap({
    target,
    controls: [],
    interactions: interactions({ altShiftDragRotate: false, pinchRotate: false }),
    layers: [new VectorLayer({ source: grid }), ...setting.layers],
    view: setting.view ?? newView(),
    pixelRatio: Math.max(1, Math.ceil(window.devicePixelRatio || 1)),
  });
  const measure = (): void => {
    if (!setting.measured) return;
    drawGrid(map, grid, setting.plane);
    drawScale(map, bar);
  };
  const fit = (bounds: Bounds, moving = false): void => {
    if (!bounds.every(Number.isFinite)) return;
    map.updateSize();
    const size = map.getSize() ?? [600, 400];
    map.getView().fit(bounds, { size, padding: MARGINS, minResolution: 0.4, duration: moving ? 250 : 0 });
    // The first frame is no move to the map, so nothing would tell that it stands.
    if (!moving) measure();
  };
  const buttons = setting.buttons ? zoomButtons(map, () => fit(setting.bounds(), true)) : null;
  const element = h("div", { class: "map" }, target, tip, buttons, setting.measured && bar);
  map.on("moveend", measure);
  // For benchmarks/page.py: when the map stands for the first time.
  map.once("rendercomplete", () => performance.mark("map drawn"));
  const watcher = new ResizeObserver(() => map.updateSize());
  watcher.observe(target);
  return {
    map,
    element,
    target,
    fit,
    moveTo: (at) => map.getView().animate({ center: [...at], duration: 250 }),
    tell: (at, ...lines) => showTip(map, tip, at, lines),
    dispose: () => {
      watcher.disconnect();
      map.setTarget();
      map.dispose();
    },
  };
}

/** An OpenLayers style out of a mark. */
export function symbol(mark: Mark, radius: number, order = 0, text = ""): Style {
  const img = stamp(mark, radius, text);
  const scale = (2 * (radius + 2)) / img.width;
  return new Style({ image: new Icon({ img, scale }), zIndex: order });
}

export function caption(text: string, size = 12, weight = 600, below = 0): Text {
  return new Text({
    text,
    font: `${weight} ${size}px ${FONT}`,
    offsetY: below,
    fill: new Fill({ color: "#2a363c" }),
    stroke: new Stroke({ color: "#ffffff", width: 3 }),
    overflow: true,
  });
}

function zoomButtons(map: OlMap, fit: () => void): HTMLElement {
  const say = words().map;
  const zoom = (by: number) => () => {
    const view = map.getView();
    view.animate({ zoom: (view.getZoom() ?? 0) + by, duration: 150 });
  };
  const button = (sign: string, label: string, click: () => void): HTMLElement =>
    h("button", { type: "button", title: label, "aria-label": label, on: { click } }, sign);
  return h(
    "div",
    { class: "map-buttons" },
    button("+", say.zoomIn, zoom(1)),
    button("−", say.zoomOut, zoom(-1)),
    button("⤢", say.fit, fit),
  );
}

function showTip(
  map: OlMap,
  tip: HTMLElement,
  at: readonly [number, number] | null,
  lines: readonly string[],
): void {
  const pixel = at && map.getPixelFromCoordinate([...at]);
  tip.hidden = !pixel;
  if (!pixel) return;
  tip.replaceChildren(...lines.map((line, nth) => h(nth ? "span" : "strong", {}, line)));
  const [width = 0, height = 0] = map.getSize() ?? [];
  const [x = 0, y = 0] = pixel;
  tip.style.left = `${Math.max(4, Math.min(x + 14, width - tip.offsetWidth - 6))}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 14, height - tip.offsetHeight - 6))}px`;
}

function drawScale(map: OlMap, bar: HTMLElement): void {
  const resolution = map.getView().getResolution() ?? 1;
  const metres = round125(resolution * SCALE_PIXELS);
  bar.textContent = metres < 1000 ? length(metres) : `${number(metres / 1000)} km`;
  bar.style.width = `${metres / resolution}px`;
}

/** Draw lines of round metres or degrees over what is seen, and a margin. */
function drawGrid(map: OlMap, source: VectorSource, plane: Plane): void {
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
    lines.push(line([back(x, low), back(x, high)], plane.degrees && (roomy || isEven(x / step)) ? degree(x, step) : "", true));
  }
  // Below stands the scale.
  const measured = low + ((high - low) * CORNER_PIXELS) / (size[1] ?? 1);
  const crowded = high - ((high - low) * CORNER_PIXELS) / (size[1] ?? 1);
  for (let y = Math.ceil(low / step) * step; y <= high; y += step) {
    const label = plane.degrees && y < crowded && y > measured ? degree(y, step) : "";
    lines.push(line([back(left, y), back(right, y)], label, false));
  }
  source.addFeatures(lines);
}

function isEven(value: number): boolean {
  return Math.round(value) % 2 === 0;
}

function degree(value: number, step: number): string {
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
