/** The map as a component; provinces and villages are two sets of its layers. */

import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type View from "ol/View";
import { useLayoutEffect, useRef } from "preact/hooks";

import { useLocale } from "../state/context";
import { CanvasMap, newView, type Sight } from "./canvas-map";
import type { LayerSet, Tip } from "./layers";

export interface MapProps<S> {
  readonly label: string;
  /** A set that stays the same while the map stands; with another one the map is made anew. */
  readonly layers: LayerSet<S>;
  readonly sight: ReadonlySignal<Sight | null>;
  /** Maps that share a view move together. */
  readonly view?: View;
  /** With buttons to zoom; of maps that move together one has them. */
  readonly buttons?: boolean;
  readonly onHover: (subject: S | null) => void;
  readonly onPick: (subject: S | null) => void;
}

export function MapView<S>({ label, layers, sight, view, buttons = true, onHover, onPick }: MapProps<S>) {
  const locale = useLocale();
  const target = useRef<HTMLDivElement>(null);
  const drawn = useSignal<CanvasMap<S> | null>(null);
  useLayoutEffect(() => {
    const following = { locale, sight, hover: onHover, pick: onPick };
    const map = new CanvasMap(target.current!, layers, view ?? newView(), following);
    drawn.value = map;
    return () => map.dispose();
  }, [layers, view]);
  return (
    <div class="map">
      <div class="map-canvas" ref={target} tabIndex={0} role="application" aria-label={`${label} ${locale.words.map.keys}`} />
      <MapTip drawn={drawn} tip={layers.tip} />
      {buttons && <MapButtons drawn={drawn} fit={() => drawn.peek()?.fit(layers.bounds(), true)} />}
      {layers.measured && <MapScale drawn={drawn} />}
    </div>
  );
}

type Drawn = ReadonlySignal<Pick<CanvasMap<unknown>, "moves" | "scale" | "pixelOf" | "size" | "zoom"> | null>;

/** What is said beside a point, kept within the map. */
function MapTip({ drawn, tip }: { readonly drawn: Drawn; readonly tip: () => Tip | null }) {
  const box = useRef<HTMLDivElement>(null);
  const map = drawn.value;
  const said = useComputed(tip).value;
  const moves = map?.moves.value;
  const pixel = said && map?.pixelOf(said.at);
  useLayoutEffect(() => {
    const { current } = box;
    if (!map || !pixel || !current) return;
    const [width = 0, height = 0] = map.size();
    const [x = 0, y = 0] = pixel;
    current.style.left = `${Math.max(4, Math.min(x + 14, width - current.offsetWidth - 6))}px`;
    current.style.top = `${Math.max(4, Math.min(y + 14, height - current.offsetHeight - 6))}px`;
  }, [map, said, moves]);
  return (
    <div class="map-tip" ref={box} hidden={!pixel}>
      {pixel && said.lines.map((line, nth) => (nth ? <span key={nth}>{line}</span> : <strong key={nth}>{line}</strong>))}
    </div>
  );
}

function MapButtons({ drawn, fit }: { readonly drawn: Drawn; readonly fit: () => void }) {
  const say = useLocale().words.map;
  return (
    <div class="map-buttons">
      <MapButton sign="+" label={say.zoomIn} press={() => drawn.peek()?.zoom(1)} />
      <MapButton sign="−" label={say.zoomOut} press={() => drawn.peek()?.zoom(-1)} />
      <MapButton sign="⤢" label={say.fit} press={fit} />
    </div>
  );
}

function MapButton({ sign, label, press }: { readonly sign: string; readonly label: string; readonly press: () => void }) {
  return (
    <button type="button" title={label} aria-label={label} onClick={press}>
      {sign}
    </button>
  );
}

function MapScale({ drawn }: { readonly drawn: Drawn }) {
  const bar = drawn.value?.scale.value;
  return (
    <div class="map-scale" aria-hidden="true" style={{ width: bar ? `${bar.pixels}px` : "" }}>
      {bar?.text}
    </div>
  );
}
