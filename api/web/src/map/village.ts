/** The map of a village: households linked to those who look after them, and what is missing. */

import Feature from "ol/Feature";
import type View from "ol/View";
import MultiLineString from "ol/geom/MultiLineString";
import Point from "ol/geom/Point";
import Polygon from "ol/geom/Polygon";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import { Circle, Fill, Stroke, Style } from "ol/style";

import { MEMBER, RECRUIT, SERVED, UNSERVED } from "../marks";
import type { Gathering, Person, PocketModel, Share, VillageModel } from "../village-model";
import { outline, spots } from "./hull";
import { landLayer } from "./land";
import { boundsOf } from "./plane";
import { caption, type Stage, stage, symbol } from "./stage";

/** What the planner points at. */
export type Subject =
  | { readonly kind: "household" | "person" | "place" | "pocket"; readonly id: string }
  | null;

export interface VillageMap {
  readonly element: HTMLElement;
  readonly fit: () => void;
  readonly show: (subject: Subject) => void;
  readonly moveTo: (subject: Subject) => void;
  readonly dispose: () => void;
}

export interface Wishes {
  readonly label: string;
  readonly view: View;
  readonly buttons: boolean;
  readonly hover: (subject: Subject) => void;
  readonly pick: (subject: Subject) => void;
  /** What is said beside a point. */
  readonly tell: (subject: Subject) => readonly string[];
}

const NEAR_PIXELS = 14;
const POCKET_PIXELS = 13;
/** Metres a pixel beyond which marks are small. */
const FAR = 2.5;

const HOUSE = new Style({
  image: new Circle({ radius: 3.6, fill: new Fill({ color: SERVED.fill }), stroke: new Stroke({ color: "#7b8580", width: 0.8 }) }),
});
const HOUSE_LIT = new Style({
  image: new Circle({ radius: 5.2, fill: new Fill({ color: MEMBER.fill }), stroke: new Stroke({ color: "#ffffff", width: 1.4 }) }),
  zIndex: 5,
});
const HALO = new Style({
  image: new Circle({ radius: 15, stroke: new Stroke({ color: "#12343b", width: 3 }) }),
  zIndex: 90,
});
const LINK = new Style({ stroke: new Stroke({ color: "rgba(60, 80, 90, 0.38)", width: 1 }) });
const LINK_NEW = new Style({ stroke: new Stroke({ color: "rgba(168, 62, 122, 0.7)", width: 1.3 }) });
const LINK_LIT = new Style({ stroke: new Stroke({ color: MEMBER.fill, width: 2.6 }), zIndex: 5 });
const LINK_FAINT = new Style({ stroke: new Stroke({ color: "rgba(60, 80, 90, 0.13)", width: 1 }) });
const POCKET = new Style({
  fill: new Fill({ color: "rgba(213, 94, 0, 0.07)" }),
  stroke: new Stroke({ color: "#a84a00", width: 1.8, lineDash: [7, 5] }),
});
const POCKET_LIT = new Style({
  fill: new Fill({ color: "rgba(213, 94, 0, 0.17)" }),
  stroke: new Stroke({ color: "#a84a00", width: 3 }),
});

/** Draw one plan of a village. */
export function villageMap(model: VillageModel, share: Share, wishes: Wishes): VillageMap {
  const state: { subject: Subject } = { subject: null };
  const layers = layersOf(model, share, state);
  const points = [...model.households.values(), ...share.persons.map(({ at }) => at)];
  const scene = stage({
    label: wishes.label,
    // Degrees help nobody between houses.
    plane: { ...model.plane, degrees: null },
    layers: [landLayer(model.land), layers.pockets, layers.links, layers.houses, layers.people, layers.countings, layers.halo],
    bounds: () => boundsOf(points),
    view: wishes.view,
    buttons: wishes.buttons,
    measured: true,
  });
  const place = (subject: Subject): readonly [number, number] | undefined => {
    if (subject?.kind === "household") return model.households.get(subject.id);
    if (subject?.kind === "person") return share.byId.get(subject.id)?.at;
    if (subject?.kind === "place") return share.gatherings.find(({ place }) => place === subject.id)?.at;
    return subject ? model.pockets[Number(subject.id)]?.centre : undefined;
  };
  listen(scene, [layers.people, layers.houses], wishes);
  return {
    element: scene.element,
    fit: () => scene.fit(boundsOf(points)),
    show: (subject) => {
      state.subject = subject;
      for (const layer of [layers.pockets, layers.links, layers.houses]) layer.changed();
      const at = place(subject);
      const source = layers.halo.getSource();
      source?.clear(true);
      if (at && subject?.kind !== "pocket") source?.addFeature(new Feature(new Point([...at])));
      scene.tell(at ?? null, ...wishes.tell(subject));
    },
    moveTo: (subject) => {
      const at = place(subject);
      if (at) scene.moveTo(at);
    },
    dispose: scene.dispose,
  };
}

function layersOf(model: VillageModel, share: Share, state: { readonly subject: Subject }) {
  const houses = [...model.households].map(([id, at]) => named(new Point([...at]), id, "household"));
  const links = share.persons.map((person) =>
    named(
      new MultiLineString(person.households.map((id) => [[...(model.households.get(id) ?? person.at)], [...person.at]])),
      person.id,
      "person",
    ),
  );
  const pockets = model.pockets.map((pocket, nth) => {
    const ring = outline(spots(pocket.households, model.households), 13);
    return named(new Polygon([ring]), String(nth), "pocket");
  });
  const outlined = new VectorSource({ features: pockets });
  const lit = (id: string): boolean => isLit(id, state.subject, model, share);
  return {
    houses: new VectorLayer({
      source: new VectorSource({ features: houses }),
      style: (feature, resolution) => {
        const id = String(feature.getId());
        if (share.unserved.has(id)) return leftOut(resolution > FAR);
        return lit(id) ? HOUSE_LIT : HOUSE;
      },
    }),
    links: new VectorLayer({
      source: new VectorSource({ features: links }),
      style: (feature) => {
        const id = String(feature.getId());
        if (linkLit(id, state.subject, share)) return LINK_LIT;
        if (state.subject) return LINK_FAINT;
        return share.byId.get(id)?.place ? LINK_NEW : LINK;
      },
    }),
    pockets: new VectorLayer({
      source: outlined,
      style: (feature, resolution) => {
        const id = String(feature.getId());
        const lit = state.subject?.kind === "pocket" && state.subject.id === id;
        const pocket = model.pockets[Number(id)];
        if (!pocket) return [];
        const style = (lit ? POCKET_LIT : POCKET).clone();
        style.setGeometry(pocketRing(pocket, model, resolution));
        return style;
      },
    }),
    countings: new VectorLayer({
      source: outlined,
      declutter: true,
      style: (feature, resolution) => {
        const pocket = model.pockets[Number(feature.getId())];
        return pocket ? pocketText(pocket, model, resolution) : [];
      },
    }),
    people: new VectorLayer({
      source: new VectorSource({
        features: [
          ...share.persons
            .filter(({ place }) => place === null)
            .map(({ id, at }) => named(new Point([...at]), id, "person")),
          ...share.gatherings.map(({ place, at }) => named(new Point([...at]), place, "place")),
        ],
      }),
      style: (feature, resolution) => {
        const id = String(feature.getId());
        if (feature.get("kind") === "person") return memberStyle(share.byId.get(id), resolution > FAR);
        return recruitStyle(share.gatherings.find(({ place }) => place === id), resolution > FAR);
      },
    }),
    halo: new VectorLayer({ source: new VectorSource(), style: HALO }),
  };
}

function named(geometry: Point | MultiLineString | Polygon, id: string, kind: string): Feature {
  const feature = new Feature(geometry);
  feature.setId(id);
  feature.set("kind", kind, true);
  return feature;
}

const stamps = new Map<string, Style>();

function kept(key: string, make: () => Style): Style {
  const style = stamps.get(key) ?? make();
  stamps.set(key, style);
  return style;
}

/** A member is a square with the load in it; small and bare from afar. */
function memberStyle(person: Person | undefined, far: boolean): Style | [] {
  if (!person) return [];
  const load = String(person.households.length);
  return kept(`${far ? "" : load} member`, () => (far ? symbol(MEMBER, 5, 20) : symbol(MEMBER, 9, 20, load)));
}

/** Recruits near one place are one star, with what they take over below it. */
function recruitStyle(gathering: Gathering | undefined, far: boolean): Style | [] {
  if (!gathering) return [];
  const text = gathering.recruits.map(({ households }) => households.length);
  const sum = text.reduce((total, load) => total + load, 0);
  const label = text.length > 1 ? `${text.length} × ★  +${sum}` : `+${sum}`;
  return kept(`${label} ${far}`, () => {
    const style = symbol(RECRUIT, far ? 11 : 13, 50);
    style.setText(caption(label, 12, 700, 20));
    return style;
  });
}

const left = new Map<boolean, Style>();

function leftOut(far: boolean): Style {
  const style = left.get(far) ?? symbol(UNSERVED, far ? 5 : 7, 10);
  left.set(far, style);
  return style;
}

/** The outline of a pocket, never tighter than can be seen. */
function pocketRing(pocket: PocketModel, model: VillageModel, resolution: number): Polygon {
  const margin = POCKET_PIXELS * resolution;
  return new Polygon([outline(spots(pocket.households, model.households), margin)]);
}

/** Its counting, running towards the middle of the village, so that the map's edge does not cut it. */
function pocketText(pocket: PocketModel, model: VillageModel, resolution: number): Style {
  const [west = 0, , east = 0, north = 0] = pocketRing(pocket, model, resolution).getExtent();
  const leftward = pocket.centre[0] > model.middle;
  const text = caption(pocket.counting, 11, 600, -9);
  text.getFill()?.setColor("#8a3c00");
  text.setTextAlign(leftward ? "right" : "left");
  return new Style({ geometry: new Point([leftward ? east : west, north]), text });
}

/** A household is lit with itself, with its person, with those of the same pocket. */
function isLit(id: string, subject: Subject, model: VillageModel, share: Share): boolean {
  if (!subject) return false;
  if (subject.kind === "household") return subject.id === id;
  if (subject.kind === "pocket") return model.pockets[Number(subject.id)]?.set.has(id) ?? false;
  const person = share.personOf.get(id)?.person ?? "";
  return subject.kind === "person" ? person === subject.id : share.byId.get(person)?.place === subject.id;
}

function linkLit(person: string, subject: Subject, share: Share): boolean {
  if (subject?.kind === "person") return subject.id === person;
  if (subject?.kind === "place") return share.byId.get(person)?.place === subject.id;
  if (subject?.kind === "household") return share.personOf.get(subject.id)?.person === person;
  return false;
}

function listen({ map, target }: Stage, layers: VectorLayer[], wishes: Wishes): void {
  const under = (at: number[], pixel: number[]): Subject => {
    for (const layer of layers) {
      const feature = layer.getSource()?.getClosestFeatureToCoordinate(at);
      const place = (feature?.getGeometry() as Point | undefined)?.getCoordinates();
      const [x = 0, y = 0] = (place && map.getPixelFromCoordinate(place)) ?? [];
      const far = Math.hypot(x - (pixel[0] ?? 0), y - (pixel[1] ?? 0));
      if (feature && far <= NEAR_PIXELS) {
        return { kind: feature.get("kind") as "person" | "place" | "household", id: String(feature.getId()) };
      }
    }
    return null;
  };
  map.on("pointermove", (event) => {
    if (event.dragging) return;
    const subject = under(event.coordinate, event.pixel);
    target.style.cursor = subject ? "pointer" : "";
    wishes.hover(subject);
  });
  map.on("singleclick", (event) => wishes.pick(under(event.coordinate, event.pixel)));
  target.addEventListener("pointerleave", () => wishes.hover(null));
}

