/** The map of a province: every village a mark that says its verdict by colour and by shape. */

import Feature from "ol/Feature";
import Point from "ol/geom/Point";
import Polygon from "ol/geom/Polygon";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import { Circle, Fill, Stroke, Style } from "ol/style";

import { number, words } from "../language";
import { type Mark, VERDICT_MARKS, WAITING } from "../marks";
import type { Row, Site } from "../types";
import { outline } from "./hull";
import { boundsOfLayout, type Block, type Layout, layout } from "./layout";
import { boundsOf } from "./plane";
import { caption, type Stage, stage, symbol } from "./stage";

const NEAR_PIXELS = 16;
const RING = new Style({
  image: new Circle({ radius: 15, stroke: new Stroke({ color: "#12343b", width: 3 }) }),
  zIndex: 10_000,
});
const OUTLINED = new Style({
  fill: new Fill({ color: "rgba(18, 52, 59, 0.045)" }),
  stroke: new Stroke({ color: "rgba(18, 52, 59, 0.22)", width: 1 }),
});

export interface ProvinceMap {
  readonly element: HTMLElement;
  readonly schematic: boolean;
  /** Draw the rows that are known; villages that are not shown fade. */
  readonly draw: (rows: ReadonlyMap<string, Row>, shown: ReadonlySet<string>) => void;
  /** Show the whole, or some villages of it. */
  readonly fit: (ids?: ReadonlySet<string>, moving?: boolean) => void;
  /** Ring a village; null takes the ring away. */
  readonly point: (id: string | null) => void;
  readonly dispose: () => void;
}

export interface Listeners {
  readonly pick: (id: string) => void;
  readonly hover: (id: string | null) => void;
}

export function provinceMap(
  sites: readonly Site[],
  lonlat: boolean,
  { pick, hover }: Listeners,
): ProvinceMap {
  const plan = layout(sites, lonlat);
  const marks = new VectorSource();
  const ring = new VectorSource();
  const scene = stage({
    label: words().province.map,
    plane: plan.plane,
    layers: [
      new VectorLayer({ source: outlines(plan), declutter: true }),
      new VectorLayer({ source: marks, updateWhileAnimating: true }),
      new VectorLayer({ source: ring }),
    ],
    bounds: () => boundsOfLayout(plan),
    buttons: true,
    measured: !plan.schematic,
  });
  const state = { rows: new Map() as ReadonlyMap<string, Row>, over: null as string | null };
  const names = new Map(sites.map((site) => [site.id, site]));
  const point = (id: string | null): void => {
    ring.clear(true);
    const at = id === null ? undefined : plan.at.get(id);
    if (!at || id === null) return scene.tell(null);
    const feature = new Feature(new Point([...at]));
    feature.setStyle(RING);
    ring.addFeature(feature);
    scene.tell(at, ...tale(names.get(id), state.rows.get(id)));
  };
  listen(scene, marks, (id) => {
    if (id === state.over) return;
    state.over = id;
    point(id);
    hover(id);
  }, pick);
  return {
    element: scene.element,
    schematic: plan.schematic,
    draw: (rows, shown) => {
      state.rows = rows;
      marks.clear(true);
      marks.addFeatures(features(plan, sites, rows, shown));
    },
    fit: (ids, moving = false) => {
      const some = ids && ids.size < sites.length;
      const at = some ? [...plan.at].filter(([id]) => ids.has(id)).map(([, spot]) => spot) : [];
      scene.fit(at.length > 0 ? boundsOf(at) : boundsOfLayout(plan), moving);
    },
    point,
    dispose: scene.dispose,
  };
}

/** What is said of a village beside the pointer. */
function tale(site: Site | undefined, row: Row | undefined): string[] {
  const say = words();
  const title = site?.name || site?.id || "";
  if (!row) return [title, say.waiting];
  const lines = [title, say.verdicts[row.verdict]];
  if (row.recruits_needed > 0) lines.push(`+ ${say.count.recruits(number(row.recruits_needed))}`);
  if (row.unserved > 0) lines.push(say.village.unserved(number(row.unserved)));
  return lines;
}

/** Follow the pointer and the click to the nearest mark. */
function listen(
  { map }: Stage,
  marks: VectorSource,
  over: (id: string | null) => void,
  pick: (id: string) => void,
): void {
  const nearest = (at: number[], pixel: number[]): string | null => {
    const feature = marks.getClosestFeatureToCoordinate(at);
    const place = (feature?.getGeometry() as Point | undefined)?.getCoordinates();
    const [x = 0, y = 0] = (place && map.getPixelFromCoordinate(place)) ?? [];
    const far = Math.hypot(x - (pixel[0] ?? 0), y - (pixel[1] ?? 0));
    return feature && far <= NEAR_PIXELS ? String(feature.getId()) : null;
  };
  map.on("pointermove", (event) => {
    if (event.dragging) return;
    const id = nearest(event.coordinate, event.pixel);
    map.getTargetElement().style.cursor = id === null ? "" : "pointer";
    over(id);
  });
  map.on("singleclick", (event) => {
    const id = nearest(event.coordinate, event.pixel);
    if (id !== null) pick(id);
  });
  map.getTargetElement().addEventListener("pointerleave", () => over(null));
}

function features(
  { at }: Layout,
  sites: readonly Site[],
  rows: ReadonlyMap<string, Row>,
  shown: ReadonlySet<string>,
): Feature[] {
  return sites.flatMap((site) => {
    const spot = at.get(site.id);
    if (!spot) return [];
    const feature = new Feature(new Point([...spot]));
    feature.setId(site.id);
    feature.setStyle(look(rows.get(site.id), shown.has(site.id)));
    return [feature];
  });
}

const looks = new Map<string, Style>();

/** Larger where more recruits are needed; what needs people lies above what does not. */
function look(row: Row | undefined, shown: boolean): Style {
  const needed = row?.recruits_needed ?? 0;
  const radius = row ? Math.round(6 + Math.min(8, 2 * Math.sqrt(needed))) : 4;
  const key = `${row?.verdict ?? ""} ${radius} ${shown}`;
  const mark: Mark = row ? VERDICT_MARKS[row.verdict] : WAITING;
  const style = looks.get(key) ?? symbol(mark, radius, needed > 0 ? 100 + needed : row ? 1 : 0);
  if (!looks.has(key)) {
    if (!shown) style.getImage()?.setOpacity(0.15);
    looks.set(key, style);
  }
  return style;
}

/** Outlines and names of the areas, for orientation. */
function outlines(plan: Layout): VectorSource {
  const deepest = Math.max(0, ...plan.blocks.map(({ depth }) => depth));
  const features = plan.blocks.flatMap((block) => {
    const ring = ringOf(plan, block);
    if (ring.length < 4) return [];
    const feature = new Feature(new Polygon([ring]));
    const styles = block.depth === deepest ? [OUTLINED] : [];
    if (block.depth === (deepest > 0 ? deepest - 1 : deepest) || plan.schematic) {
      styles.push(new Style({ text: title(plan, block) }));
    }
    feature.setStyle(styles);
    return [feature];
  });
  return new VectorSource({ features });
}

function title(plan: Layout, { name, box }: Block): ReturnType<typeof caption> {
  const text = caption(name, 13, 600);
  text.getFill()?.setColor("#4a5a60");
  if (plan.schematic && box) text.setOffsetY(0);
  return text;
}

function ringOf(plan: Layout, { box, sites }: Block): number[][] {
  if (box) {
    const [west, south, east, north] = box;
    return [[west, south], [east, south], [east, north], [west, north], [west, south]];
  }
  return outline(sites.flatMap((id) => plan.at.get(id) ?? []), 350);
}
