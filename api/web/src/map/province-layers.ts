/** The map of a province: every village a mark that says its verdict by colour and by shape. */

import type { ReadonlySignal } from "@preact/signals";
import Feature from "ol/Feature";
import Point from "ol/geom/Point";
import Polygon from "ol/geom/Polygon";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import { Circle, Fill, Stroke, Style } from "ol/style";

import type { Site } from "../api/types";
import { outline, spots } from "../geometry/hull";
import { type Mark, WAITING } from "../marks";
import { type Block, boundsOfLayout, type Layout } from "../model/layout";
import type { LayerSet } from "./layers";
import { caption, styleCache, symbol } from "./symbols";

const NEAR_PIXELS = 16;
const RING = new Style({
  image: new Circle({ radius: 15, stroke: new Stroke({ color: "#12343b", width: 3 }) }),
  zIndex: 10_000,
});
const OUTLINED = new Style({
  fill: new Fill({ color: "rgba(18, 84, 90, 0.05)" }),
  stroke: new Stroke({ color: "rgba(18, 84, 90, 0.35)", width: 1 }),
});

/** How a village is drawn; null where it is not known yet. */
export interface Look {
  readonly mark: Mark;
  readonly radius: number;
  /** What lies above what. */
  readonly order: number;
  readonly faded: boolean;
}

export interface ProvinceScene {
  readonly sites: readonly Site[];
  readonly layout: Layout;
  /** How each village looks now. */
  readonly look: ReadonlySignal<(id: string) => Look | null>;
  /** The village that is ringed. */
  readonly pointed: ReadonlySignal<string | null>;
  /** What is said of a village beside the pointer. */
  readonly tell: (site: Site) => readonly string[];
}

export function provinceLayers({ sites, layout, look, pointed, tell }: ProvinceScene): LayerSet<string> {
  const areas = outlines(layout);
  const marks = new VectorSource();
  const ring = new VectorSource();
  const known = new Map(sites.map((site) => [site.id, site]));
  const style = styles();
  const spotOf = (id: string | null): readonly [number, number] | undefined => (id === null ? undefined : layout.at.get(id));
  return {
    plane: layout.plane,
    measured: !layout.schematic,
    layers: [
      new VectorLayer({ source: new VectorSource({ features: areas }) }),
      new VectorLayer({ source: marks, updateWhileAnimating: true }),
      names(layout, sites),
      new VectorLayer({ source: new VectorSource({ features: titles(areas) }), declutter: true }),
      new VectorLayer({ source: ring, style: RING }),
    ],
    bounds: () => boundsOfLayout(layout),
    targets: [marks],
    nearPixels: NEAR_PIXELS,
    subjectOf: (feature) => String(feature.getId()),
    tip: () => {
      const [at, site] = [spotOf(pointed.value), known.get(pointed.value ?? "")];
      return at && site ? { at, lines: tell(site) } : null;
    },
    effects: [
      () => {
        const now = look.value;
        marks.clear(true);
        marks.addFeatures(features(layout, sites, (id) => style(now(id) ?? UNKNOWN)));
      },
      () => {
        const at = spotOf(pointed.value);
        ring.clear(true);
        if (at) ring.addFeature(new Feature(new Point([...at])));
      },
    ],
  };
}

function features({ at }: Layout, sites: readonly Site[], style: (id: string) => Style): Feature[] {
  return sites.flatMap((site) => {
    const spot = at.get(site.id);
    if (!spot) return [];
    const feature = new Feature(new Point([...spot]));
    feature.setId(site.id);
    feature.setStyle(style(site.id));
    return [feature];
  });
}

const UNKNOWN: Look = { mark: WAITING, radius: 4, order: 0, faded: false };

/** Make what gives the style of a look, and makes it once. */
function styles(): (look: Look) => Style {
  const once = styleCache();
  return ({ mark, radius, order, faded }) =>
    once(`${mark.fill} ${mark.path} ${radius} ${faded}`, () => {
      const style = symbol(mark, radius, faded ? -1 : order);
      if (faded) style.getImage()?.setOpacity(0.15);
      return style;
    });
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
