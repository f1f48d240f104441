/** A map drawn on a canvas by OpenLayers: it needs no WebGL, no tiles and no network. */

import { effect, type ReadonlySignal, signal } from "@preact/signals";
import OlMap from "ol/Map";
import View from "ol/View";
import { defaults as interactions } from "ol/interaction/defaults";
import VectorLayer from "ol/layer/Vector";
import Projection from "ol/proj/Projection";
import VectorSource from "ol/source/Vector";

import type { Bounds } from "../geometry/plane";
import type { Locale } from "../words/locale";
import { drawGrid, type ScaleBar, scaleBar } from "./grid";
import { type LayerSet, subjectAt } from "./layers";

const METRES = new Projection({ code: "local-metres", units: "m", extent: [-1e7, -1e7, 1e7, 1e7] });
/** Room for a caption above, for the scale and the buttons below, for half of a name at the sides. */
const [ABOVE, BELOW] = [46, 58];
const [LEAST_BESIDE, MOST_BESIDE, PART_BESIDE] = [34, 72, 0.1];

/** The margins of a map so many pixels wide: above, right, below, left. */
function marginsOf(width: number): readonly [number, number, number, number] {
  const beside = Math.max(LEAST_BESIDE, Math.min(MOST_BESIDE, width * PART_BESIDE));
  return [ABOVE, beside, BELOW, beside];
}

/** Where a map is to look: at bounds, or at a spot. */
export type Sight =
  | { readonly bounds: Bounds; readonly moving: boolean }
  | { readonly spot: readonly [number, number] };

export interface Following<S> {
  readonly locale: Locale;
  /** Where to look, whenever it changes; at the whole while it is null. */
  readonly sight: ReadonlySignal<Sight | null>;
  readonly hover: (subject: S | null) => void;
  readonly pick: (subject: S | null) => void;
}

export function newView(): View {
  return new View({ projection: METRES, center: [0, 0], resolution: 10, minResolution: 0.05, maxResolution: 5000 });
}

export class CanvasMap<S> {
  /** Grows whenever the map has moved, or has another size. */
  readonly moves: ReadonlySignal<number>;
  readonly scale: ReadonlySignal<ScaleBar | null>;
  private readonly map: OlMap;
  private readonly endings: (() => void)[] = [];
  private readonly moved = signal(0);
  private readonly bar = signal<ScaleBar | null>(null);
  private readonly grid = new VectorSource();

  constructor(
    target: HTMLElement,
    private readonly set: LayerSet<S>,
    view: View,
    private readonly following: Following<S>,
  ) {
    this.moves = this.moved;
    this.scale = this.bar;
    this.map = new OlMap({
      target,
      controls: [],
      interactions: interactions({ altShiftDragRotate: false, pinchRotate: false }),
      layers: [new VectorLayer({ source: this.grid }), ...set.layers],
      view,
      pixelRatio: Math.max(1, Math.ceil(window.devicePixelRatio || 1)),
    });
    this.map.on("moveend", () => this.measure());
    // From the first frame on it is known where a spot is drawn, though nothing has moved.
    this.map.once("postrender", () => (this.moved.value = this.moved.peek() + 1));
    // For benchmarks/page.py: when the map stands for the first time.
    this.map.once("rendercomplete", () => performance.mark("map drawn"));
    this.listen(target);
    const watcher = new ResizeObserver(() => this.map.updateSize());
    watcher.observe(target);
    this.fit(set.bounds());
    this.endings.push(() => watcher.disconnect(), ...set.effects.map((run) => effect(run)), effect(() => this.look(following.sight.value)));
  }

  /** Show the bounds with a margin; at once, or moving there. */
  fit(bounds: Bounds, moving = false): void {
    if (!bounds.every(Number.isFinite)) return;
    this.map.updateSize();
    const size = this.map.getSize() ?? [600, 400];
    this.map.getView().fit(bounds, { size, padding: [...marginsOf(size[0] ?? 0)], minResolution: 0.4, duration: moving ? 250 : 0 });
    // The first frame is no move to the map, so nothing would tell that it stands.
    if (!moving) this.measure();
  }

  zoom(by: number): void {
    const view = this.map.getView();
    view.animate({ zoom: (view.getZoom() ?? 0) + by, duration: 150 });
  }

  /** Where on the map's element a spot is drawn; null where the map has no size. */
  pixelOf(spot: readonly [number, number]): readonly number[] | null {
    return this.map.getPixelFromCoordinate([...spot]);
  }

  size(): readonly number[] {
    return this.map.getSize() ?? [];
  }

  dispose(): void {
    for (const end of this.endings) end();
    this.map.setTarget();
    this.map.dispose();
  }

  private look(sight: Sight | null): void {
    if (!sight) return;
    if ("bounds" in sight) this.fit(sight.bounds, sight.moving);
    else this.reach(sight.spot);
  }

  /** Move no farther than a spot needs to be seen: what else was looked at stays in sight. */
  private reach(spot: readonly [number, number]): void {
    const pixel = this.pixelOf(spot);
    const [view, size] = [this.map.getView(), this.map.getSize()];
    const [center, resolution] = [view.getCenter(), view.getResolution()];
    // Before the first frame the whole is looked at, and the spot with it.
    if (!pixel || !size || !center || !resolution) return;
    const [width = 0, height = 0] = size;
    const [above, right, below, left] = marginsOf(width);
    const across = beyond(pixel[0] ?? 0, left, width - right);
    const down = beyond(pixel[1] ?? 0, above, height - below);
    if (across === 0 && down === 0) return;
    view.animate({ center: [(center[0] ?? 0) + across * resolution, (center[1] ?? 0) - down * resolution], duration: 250 });
  }

  private measure(): void {
    this.moved.value = this.moved.peek() + 1;
    if (!this.set.measured) return;
    drawGrid(this.map, this.grid, this.set.plane, this.following.locale);
    this.bar.value = scaleBar(this.map.getView().getResolution() ?? 1, this.following.locale);
  }

  private listen(target: HTMLElement): void {
    const { hover, pick } = this.following;
    this.map.on("pointermove", (event) => {
      if (event.dragging) return;
      const subject = subjectAt(this.map, this.set, event.coordinate, event.pixel);
      target.style.cursor = subject === null ? "" : "pointer";
      hover(subject);
    });
    this.map.on("singleclick", (event) => pick(subjectAt(this.map, this.set, event.coordinate, event.pixel)));
    target.addEventListener("pointerleave", () => hover(null));
  }
}

/** By how much a value lies outside of two others. */
function beyond(value: number, least: number, most: number): number {
  return Math.min(value - least, 0) + Math.max(value - most, 0);
}
