/** What a map shows: a set of layers over one plane, and what can be pointed at in them. */

import type Feature from "ol/Feature";
import type Point from "ol/geom/Point";
import type OlMap from "ol/Map";
import type BaseLayer from "ol/layer/Base";
import type VectorSource from "ol/source/Vector";

import type { Bounds, Plane } from "../geometry/plane";

/** What is said beside a point of the map. */
export interface Tip {
  readonly at: readonly [number, number];
  readonly lines: readonly string[];
}

/** The layers of one kind of map; `S` is what can be pointed at. */
export interface LayerSet<S> {
  readonly plane: Plane;
  /** With a grid and a scale; a diagram has neither. */
  readonly measured: boolean;
  /** The lowest first. */
  readonly layers: readonly BaseLayer[];
  readonly bounds: () => Bounds;
  /** Points that can be pointed at; where several are near enough, those of the first source. */
  readonly targets: readonly VectorSource[];
  readonly nearPixels: number;
  readonly subjectOf: (feature: Feature) => S;
  /** The tip as it is now; read inside an effect, so that it follows the signals that it is made of. */
  readonly tip: () => Tip | null;
  /** Effects that keep the layers as the signals say; the map runs them while it stands. */
  readonly effects: readonly (() => void)[];
}

/** What lies nearest to a pixel, if it is near enough. */
export function subjectAt<S>(map: OlMap, set: LayerSet<S>, at: number[], pixel: number[]): S | null {
  for (const source of set.targets) {
    const feature = source.getClosestFeatureToCoordinate(at);
    const place = (feature?.getGeometry() as Point | undefined)?.getCoordinates();
    const [x = 0, y = 0] = (place && map.getPixelFromCoordinate(place)) ?? [];
    const far = Math.hypot(x - (pixel[0] ?? 0), y - (pixel[1] ?? 0));
    if (feature && far <= set.nearPixels) return set.subjectOf(feature as Feature);
  }
  return null;
}
