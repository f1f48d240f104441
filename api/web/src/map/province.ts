/** The map of a province: every village a mark that says its verdict by colour and by shape. */

import Feature from "ol/Feature";
import Point from "ol/geom/Point";
import Polygon from "ol/geom/Polygon";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import { Circle, Fill, Stroke, Style } from "ol/style";

import { words } from "../language";
import { type Mark, WAITING } from "../marks";
import type { Site } from "../types";
import { outline, spots } from "./hull";
import { boundsOfLayout, type Block, type Layout, layout } from "./layout";
import { boundsOf } from "./plane";
import { caption, type Stage, stage, symbol } from "./stage";

const NEAR_PIXELS = 16;
const RING = new Style({
  image: new Circle({ radius: 15, stroke: new Stroke({ color: "#12343b", width: 3 }) }),
  zIndex: 10_000,
});
const OUTLINED = new Style({
  fill: new Fill({ color: "rgba(18, 84, 90, 0.05)" }),
  stroke: new Stroke({ color: "rgba(18, 84, 90, 0.35)", width: 1 }),
});

export interface ProvinceMap {
  readonly element: HTMLElement;
  readonly schematic: boolean;
  /** Draw every village as it looks now. */
  readonly draw: () => void;
  /** Show the whole, or some villages of it. */
  readonly fit: (ids?: ReadonlySet<string>, moving?: boolean) => void;
  /** Ring a village; null takes the ring away. */
  readonly point: (id: string | null) => void;
  readonly dispose: () => void;
}

/** How a village is drawn; null where it is not known yet. */
export interface Look {
  readonly mark: Mark;
  readonly radius: number;
  /** What lies above what. */
  readonly order: number;
  readonly faded: boolean;
}

export interface Guide {
  readonly look: (id: string) => Look | null;
  /** What is said of a village beside the pointer. */
  readonly tell: (site: Site) => readonly string[];
  readonly pick: (id: string) => void;
  readonly hover: (id: string | null) => void;
}

export function provinceMap(
  sites: readonly Site[],
  lonlat: boolean,
  { look, tell, pick, hover }: Guide,
): ProvinceMap {
  const plan = layout(sites, lonlat);
  const areas = outlines(plan);
  const marks = new VectorSource();
  const ring = new VectorSource();
  const scene = stage({
    label: words().province.map,
    plane: plan.plane,
    layers: [
      new VectorLayer({ source: new VectorSource({ features: areas }) }),
      new VectorLayer({ source: marks, updateWhileAnimating: true }),
      names(plan, sites),
      new VectorLayer({ source: new VectorSource({ features: titles(areas) }), declutter: true }),
      new VectorLayer({ source: ring }),
    ],
    bounds: () => boundsOfLayout(plan),
    buttons: true,
    measured: !plan.schematic,
  });
  const state = { over: null as string | null };
  const known = new Map(sites.map((site) => [site.id, site]));
  const point = (id: string | null): void => {
    ring.clear(true);
    const at = id === null ? undefined : plan.at.get(id);
    const site = id === null ? undefined : known.get(id);
    if (!at || !site) return scene.tell(null);
    const feature = new Feature(new Point([...at]));
    feature.setStyle(RING);
    ring.addFeature(feature);
    scene.tell(at, ...tell(site));
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
    draw: () => {
      marks.clear(true);
      marks.addFeatures(features(plan, sites, look));
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

/** Follow the pointer and the click to the nearest mark. */
function listen(
  { map, target }: Stage,
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
    target.style.cursor = id === null ? "" : "pointer";
    over(id);
  });
  map.on("singleclick", (event) => {
    const id = nearest(event.coordinate, event.pixel);
    if (id !== null) pick(id);
  });
  target.addEventListener("pointerleave", () => over(null));
}

function features(
  { at }: Layout,
  sites: readonly Site[],
  look: (id: string) => Look | null,
): Feature[] {
  return sites.flatMap((site) => {
    const spot = at.get(site.id);
    if (!spot) return [];
    const feature = new Feature(new Point([...spot]));
    feature.setId(site.id);
    feature.setStyle(styleOf(look(site.id) ?? UNKNOWN));
    return [feature];
  });
}

const UNKNOWN: Look = { mark: WAITING, radius: 4, order: 0, faded: false };
const styles = new Map<string, Style>();

function styleOf({ mark, radius, order, faded }: Look): Style {
  const key = `${mark.fill} ${mark.path} ${radius} ${faded}`;
  const known = styles.get(key);
  if (known) return known;
  const style = symbol(mark, radius, faded ? -1 : order);
  if (faded) style.getImage()?.setOpacity(0.15);
  styles.set(key, style);
  return style;
}

/** Outlines of the areas, for orientation: of those that are not too many to be named. */
function outlines(plan: Layout): Feature[] {
  const deepest = Math.max(0, ...plan.blocks.map(({ depth }) => depth));
  const depth = plan.schematic || deepest === 0 ? deepest : deepest - 1;
  return plan.blocks.flatMap((block) => {
    const ring = ringOf(plan, block);
    if (block.depth !== depth || ring.length < 4) return [];
    const feature = new Feature(new Polygon([ring]));
    feature.set("name", block.name, true);
    feature.setStyle(OUTLINED);
    return [feature];
  });
}

/** The names of the areas, above the marks, each where its outline is highest. */
function titles(areas: readonly Feature[]): Feature[] {
  return areas.map((area) => {
    const [west = 0, , east = 0, north = 0] = area.getGeometry()?.getExtent() ?? [];
    const feature = new Feature(new Point([(west + east) / 2, north]));
    const text = caption(String(area.get("name")), 12, 600, 10);
    text.getFill()?.setColor("#3d5157");
    feature.setStyle(new Style({ text }));
    return feature;
  });
}

/** The names of the villages, where there is room for them. */
function names(plan: Layout, sites: readonly Site[]): VectorLayer {
  const features = sites.flatMap((site) => {
    const spot = plan.at.get(site.id);
    if (!spot) return [];
    const feature = new Feature(new Point([...spot]));
    feature.setStyle(new Style({ text: caption(site.name || site.id, 11, 500, 19) }));
    return [feature];
  });
  const few = plan.schematic && sites.length <= FEW;
  return new VectorLayer({
    source: new VectorSource({ features }),
    declutter: true,
    maxResolution: few ? Infinity : plan.schematic ? 0.9 : 28,
  });
}

const FEW = 60;

function ringOf(plan: Layout, { box, sites }: Block): number[][] {
  if (box) {
    const [west, south, east, north] = box;
    return [[west, south], [east, south], [east, north], [west, north], [west, south]];
  }
  return outline(spots(sites, plan.at), 700);
}
