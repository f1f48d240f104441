/** A sheet to click points on: over a picture, over lines of a map, or blank; nothing of it leaves the browser. */

import { effect, type ReadonlySignal } from "@preact/signals";
import Feature from "ol/Feature";
import LineString from "ol/geom/LineString";
import Point from "ol/geom/Point";
import Modify from "ol/interaction/Modify";
import { defaults as interactions } from "ol/interaction/defaults";
import ImageLayer from "ol/layer/Image";
import VectorLayer from "ol/layer/Vector";
import OlMap from "ol/Map";
import Projection from "ol/proj/Projection";
import Static from "ol/source/ImageStatic";
import VectorSource from "ol/source/Vector";
import { Stroke, Style } from "ol/style";
import View from "ol/View";

import { type At, boundsOf } from "../geometry/plane";
import { MEMBER, RECRUIT, SERVED } from "../marks";
import { earthOf, type Sketch } from "../model/sketch";
import { caption, symbol } from "./symbols";

const SHEET = new Projection({ code: "local-sheet", units: "m", extent: [-1e7, -1e7, 1e7, 1e7] });
const LINES = new Style({ stroke: new Stroke({ color: "#9b917a", width: 1.4 }) });
const RULE = new Style({ stroke: new Stroke({ color: "#a03e7a", width: 2.5, lineDash: [6, 4] }) });
/** How far beside a point a click still means it. */
const NEAR_PIXELS = 10;
/** What is seen of a blank sheet, in metres. */
const BLANK_M = 600;

/** What is drawn below the points. */
export interface Background {
  /** The address of a picture that the browser holds. */
  readonly picture: string | null;
  /** In degrees. */
  readonly lines: readonly (readonly At[])[];
}

export interface SketchSignals {
  readonly sketch: ReadonlySignal<Sketch>;
  readonly background: ReadonlySignal<Background>;
  readonly chosen: ReadonlySignal<number | null>;
  readonly click: (at: At) => void;
  readonly choose: (mark: number) => void;
  readonly move: (mark: number, at: At) => void;
}

export class SketchMap {
  private readonly map: OlMap;
  private readonly marks = new VectorSource<Feature<Point>>();
  private readonly rule = new VectorSource();
  private readonly below = new VectorSource();
  private readonly image = new ImageLayer<Static>();
  private readonly endings: (() => void)[];

  constructor(
    target: HTMLElement,
    private readonly signals: SketchSignals,
  ) {
    const view = new View({ projection: SHEET, center: [0, 0], resolution: 1, minResolution: 0.02, maxResolution: 500 });
    const layers = [
      this.image,
      new VectorLayer({ source: this.below, style: LINES }),
      new VectorLayer({ source: this.rule, style: RULE }),
      new VectorLayer({ source: this.marks, style: (feature) => this.styleOf(feature as Feature<Point>) }),
    ];
    this.map = new OlMap({ target, controls: [], layers, view, interactions: interactions({ altShiftDragRotate: false, pinchRotate: false, doubleClickZoom: false }) });
    const modify = new Modify({ source: this.marks, pixelTolerance: NEAR_PIXELS, insertVertexCondition: () => false });
    modify.on("modifyend", ({ features }) => {
      for (const feature of features.getArray()) signals.move(Number(feature.getId()), atOf(feature as Feature<Point>));
    });
    this.map.addInteraction(modify);
    this.map.on("click", ({ coordinate: [x = 0, y = 0], pixel }) => {
      const mark = this.markAt(pixel);
      if (mark === null) signals.click({ x, y });
      else signals.choose(mark);
    });
    const watcher = new ResizeObserver(() => this.map.updateSize());
    watcher.observe(target);
    this.endings = [() => watcher.disconnect(), effect(() => this.drawBelow()), effect(() => this.drawMarks())];
    this.fit();
  }

  /** Show the whole: the picture, the lines, the points. */
  fit(): void {
    const { frame, marks } = this.signals.sketch.peek();
    this.map.updateSize();
    const size = this.map.getSize() ?? [600, 400];
    const corners: [number, number][] = marks.map(({ x, y }) => [x, y]);
    if (frame.kind === "picture") corners.push([0, 0], [frame.width, frame.height]);
    for (const feature of this.below.getFeatures()) {
      const [west = 0, south = 0, east = 0, north = 0] = feature.getGeometry()?.getExtent() ?? [];
      corners.push([west, south], [east, north]);
    }
    if (corners.length < 2) corners.push([-BLANK_M / 2, -BLANK_M / 3], [BLANK_M / 2, BLANK_M / 3]);
    this.map.getView().fit(boundsOf(corners), { size, padding: [30, 30, 50, 30], minResolution: 0.05 });
  }

  zoom(by: number): void {
    const view = this.map.getView();
    view.animate({ zoom: (view.getZoom() ?? 0) + by, duration: 150 });
  }

  dispose(): void {
    for (const end of this.endings) end();
    this.map.setTarget();
    this.map.dispose();
  }

  private markAt(pixel: number[]): number | null {
    const found = this.map.getFeaturesAtPixel(pixel, { hitTolerance: NEAR_PIXELS, layerFilter: (layer) => layer.getSource() === this.marks });
    const id = (found[0] as Feature | undefined)?.getId();
    return id === undefined ? null : Number(id);
  }

  private drawBelow(): void {
    const { frame } = this.signals.sketch.value;
    const { picture, lines } = this.signals.background.value;
    const extent = frame.kind === "picture" ? [0, 0, frame.width, frame.height] : [];
    this.image.setSource(picture && frame.kind === "picture" ? new Static({ url: picture, imageExtent: extent, projection: SHEET }) : null);
    this.below.clear(true);
    if (frame.kind !== "earth") return;
    const plane = earthOf(frame);
    this.below.addFeatures(lines.map((line) => new Feature(new LineString(line.map((at) => plane.metres(at))))));
  }

  private drawMarks(): void {
    const { marks, ends } = this.signals.sketch.value;
    this.signals.chosen.value;
    this.marks.clear(true);
    this.marks.addFeatures(
      marks.map(({ x, y }, nth) => {
        const feature = new Feature(new Point([x, y]));
        feature.setId(nth);
        return feature;
      }),
    );
    this.rule.clear(true);
    if (ends.length > 1) this.rule.addFeature(new Feature(new LineString(ends.map(({ x, y }) => [x, y]))));
  }

  private styleOf(feature: Feature<Point>): Style | Style[] {
    const nth = Number(feature.getId());
    const mark = this.signals.sketch.peek().marks[nth];
    if (!mark) return [];
    const lit = this.signals.chosen.peek() === nth;
    const style = symbol(lit ? RECRUIT : mark.kind === "member" ? MEMBER : SERVED, mark.kind === "member" ? 8 : 6, mark.kind === "member" ? 2 : 1).clone();
    style.setText(caption(mark.id, 11, 600, 16));
    return style;
  }
}

function atOf(feature: Feature<Point>): At {
  const [x = 0, y = 0] = feature.getGeometry()?.getCoordinates() ?? [];
  return { x, y };
}
