/** The ground of a village, drawn below everything else: paths, barriers, and the crossings over them. */

import Feature from "ol/Feature";
import MultiLineString from "ol/geom/MultiLineString";
import MultiPoint from "ol/geom/MultiPoint";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import { Circle, Fill, Stroke, Style } from "ol/style";

import type { Ground } from "../model/ground";

const PATH = new Style({ stroke: new Stroke({ color: "#d8cfb8", width: 2 }) });
const WALL = new Style({ stroke: new Stroke({ color: "#4b4f73", width: 4, lineCap: "butt" }) });
const CROSSING = new Style({
  image: new Circle({ radius: 6, fill: new Fill({ color: "#ffffff" }), stroke: new Stroke({ color: "#4b4f73", width: 2.5 }) }),
});

/** One feature a kind: thousands of paths are drawn as one line. */
export function groundLayer({ paths, walls, crossings }: Ground): VectorLayer {
  const lines = (some: Ground["paths"]): MultiLineString => new MultiLineString(some.map((line) => line.map(([x, y]) => [x, y])));
  const drawn = [
    [lines(paths), PATH],
    [lines(walls), WALL],
    [new MultiPoint(crossings.map(([x, y]) => [x, y])), CROSSING],
  ] as const;
  const features = drawn.map(([geometry, style], nth) => {
    const feature = new Feature(geometry);
    style.setZIndex(nth);
    feature.setStyle(style);
    return feature;
  });
  return new VectorLayer({ source: new VectorSource({ features }) });
}
