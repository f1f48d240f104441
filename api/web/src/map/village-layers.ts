/** The layers of a village's map: households linked to those who look after them, and what is missing. */

import type { ReadonlySignal } from "@preact/signals";
import Feature from "ol/Feature";
import MultiLineString from "ol/geom/MultiLineString";
import Point from "ol/geom/Point";
import Polygon from "ol/geom/Polygon";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import { Circle, Fill, Stroke, Style } from "ol/style";

import { outline, spots } from "../geometry/hull";
import { boundsOf } from "../geometry/plane";
import { MEMBER, RECRUIT, SERVED, UNSERVED } from "../marks";
import { type Gathering, type Person, type PocketModel, type Share, spotOf, type Subject, type VillageModel } from "../model/village";
import { groundLayer } from "./ground-layer";
import type { LayerSet } from "./layers";
import { caption, styleCache, symbol } from "./symbols";
import { teamLayers } from "./team-layers";

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
const HOUSE_CHANGED = new Style({
  image: new Circle({ radius: 5, fill: new Fill({ color: "#ffffff" }), stroke: new Stroke({ color: "#7a1f5c", width: 2.4 }) }),
  zIndex: 4,
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

export interface VillageScene {
  readonly model: VillageModel;
  /** The plan that is drawn, as it is by now: the same people, who may have other households. */
  readonly share: ReadonlySignal<Share>;
  /** Households that were changed by hand; null where nothing is changed. */
  readonly changed: ReadonlySignal<ReadonlySet<string>> | null;
  /** What is pointed at, or pinned. */
  readonly subject: ReadonlySignal<Subject | null>;
  /** What is said beside it. */
  readonly tell: (subject: Subject) => readonly string[];
  readonly number: (value: number) => string;
  /** What is written beside a pocket. */
  readonly counting: (pocket: PocketModel) => string;
  /** Whether the teams are drawn, not who looks after whom. */
  readonly byTeam: boolean;
}

/** Draw one plan of a village. */
export function villageLayers(scene: VillageScene): LayerSet<Subject> {
  const { model, share, subject } = scene;
  const first = share.peek();
  const { teams } = first;
  const usual = layersOf(scene);
  const layers = scene.byTeam && teams ? { ...usual, ...teamLayers({ model, share: first, teams, subject: () => subject.peek() }) } : usual;
  const pockets = scene.byTeam ? [] : [layers.pockets, layers.countings];
  const points = [...model.households.values(), ...first.persons.map(({ at }) => at)];
  return {
    // Degrees help nobody between houses.
    plane: { ...model.plane, degrees: null },
    measured: true,
    layers: [groundLayer(model.ground), ...pockets.slice(0, 1), layers.links, layers.houses, layers.people, ...pockets.slice(1), layers.halo],
    bounds: () => boundsOf(points),
    targets: [layers.people, layers.houses].flatMap((layer) => layer.getSource() ?? []),
    nearPixels: NEAR_PIXELS,
    subjectOf: (feature) => ({ kind: feature.get("kind") as Subject["kind"], id: String(feature.getId()) }),
    tip: () => {
      const now = subject.value;
      const at = spotOf(now, model, share.value);
      return now && at ? { at, lines: scene.tell(now) } : null;
    },
    effects: [
      () => {
        const { value } = share;
        if (!scene.byTeam) link(layers.links, model, value);
        for (const layer of [layers.houses, layers.people]) layer.changed();
      },
      () => show(subject.value, layers, spotOf(subject.value, model, share.value)),
    ],
  };
}

type Layers = Pick<ReturnType<typeof layersOf>, "pockets" | "halo"> & Record<"links" | "houses" | "people", VectorLayer>;

/** Light up what belongs to the subject. */
function show(subject: Subject | null, { pockets, links, houses, people, halo }: Layers, at: readonly [number, number] | undefined): void {
  for (const layer of [pockets, links, houses, people]) layer.changed();
  halo.getSource()?.clear(true);
  if (at && subject?.kind !== "pocket") halo.getSource()?.addFeature(new Feature(new Point([...at])));
}

const DRAWN = "households";

/** Draw the lines of those whose households are others by now; nothing else is touched. */
function link(layer: VectorLayer, model: VillageModel, share: Share): void {
  for (const feature of layer.getSource()?.getFeatures() ?? []) {
    const person = share.byId.get(String(feature.getId()));
    const households = person?.households ?? [];
    if (feature.get(DRAWN) === households) continue;
    feature.set(DRAWN, households, true);
    feature.setGeometry(linesOf(person, model));
  }
}

function linesOf(person: Person | undefined, model: VillageModel): MultiLineString {
  return new MultiLineString((person?.households ?? []).map((id) => [[...(model.households.get(id) ?? person!.at)], [...person!.at]]));
}

function layersOf({ model, share: now, changed, subject, number, counting }: VillageScene) {
  const styles = stylesOf(number);
  const share = now.peek();
  const houses = [...model.households].map(([id, at]) => named(new Point([...at]), id, "household"));
  const links = share.persons.map((person) => {
    const feature = named(linesOf(person, model), person.id, "person");
    feature.set(DRAWN, person.households, true);
    return feature;
  });
  const pockets = model.pockets.map((pocket, nth) => {
    const ring = outline(spots(pocket.households, model.households), 13);
    return named(new Polygon([ring]), String(nth), "pocket");
  });
  const outlined = new VectorSource({ features: pockets });
  const lit = (id: string): boolean => isLit(id, subject.peek(), model, now.peek());
  return {
    houses: new VectorLayer({
      source: new VectorSource({ features: houses }),
      style: (feature, resolution) => {
        const id = String(feature.getId());
        if (now.peek().unserved.has(id)) return styles.leftOut(resolution > FAR);
        if (lit(id)) return HOUSE_LIT;
        return changed?.peek().has(id) ? HOUSE_CHANGED : HOUSE;
      },
    }),
    links: new VectorLayer({
      source: new VectorSource({ features: links }),
      style: (feature) => {
        const id = String(feature.getId());
        if (linkLit(id, subject.peek(), now.peek())) return LINK_LIT;
        if (subject.peek()) return LINK_FAINT;
        return share.byId.get(id)?.place ? LINK_NEW : LINK;
      },
    }),
    pockets: new VectorLayer({
      source: outlined,
      style: (feature, resolution) => {
        const id = String(feature.getId());
        const now = subject.peek();
        const lit = now?.kind === "pocket" && now.id === id;
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
        return pocket ? pocketText(pocket, counting(pocket), model, resolution) : [];
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
        if (feature.get("kind") === "person") return styles.member(now.peek().byId.get(id), resolution > FAR);
        return styles.recruits(now.peek().gatherings.find(({ place }) => place === id), resolution > FAR);
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

/** The marks of people and of households left out; each is made once. */
function stylesOf(number: (value: number) => string) {
  const once = styleCache();
  return {
    leftOut: (far: boolean): Style => once(`left out ${far}`, () => symbol(UNSERVED, far ? 5 : 7, 10)),
    /** A member is a square with the load in it; small and bare from afar. */
    member: (person: Person | undefined, far: boolean): Style | [] => {
      if (!person) return [];
      const load = number(person.households.length);
      return once(`${far ? "" : load} member`, () => (far ? symbol(MEMBER, 5, 20) : symbol(MEMBER, 9, 20, load)));
    },
    /** Recruits near one place are one star, with what they take over below it. */
    recruits: (gathering: Gathering | undefined, far: boolean): Style | [] => {
      if (!gathering) return [];
      const { recruits } = gathering;
      const sum = number(recruits.reduce((total, { households }) => total + households.length, 0));
      const label = recruits.length > 1 ? `${number(recruits.length)} × ★  +${sum}` : `+${sum}`;
      return once(`${label} ${far}`, () => {
        const style = symbol(RECRUIT, far ? 11 : 13, 50);
        style.setText(caption(label, 12, 700, 20));
        return style;
      });
    },
  };
}

/** The outline of a pocket, never tighter than can be seen. */
function pocketRing(pocket: PocketModel, model: VillageModel, resolution: number): Polygon {
  const margin = POCKET_PIXELS * resolution;
  return new Polygon([outline(spots(pocket.households, model.households), margin)]);
}

/** Its counting, running towards the middle of the village, so that the map's edge does not cut it. */
function pocketText(pocket: PocketModel, counting: string, model: VillageModel, resolution: number): Style {
  const [west = 0, , east = 0, north = 0] = pocketRing(pocket, model, resolution).getExtent();
  const leftward = pocket.centre[0] > model.middle;
  const text = caption(counting, 11, 600, -9);
  text.getFill()?.setColor("#8a3c00");
  text.setTextAlign(leftward ? "right" : "left");
  return new Style({ geometry: new Point([leftward ? east : west, north]), text });
}

/** A household is lit with itself, with its person, with those of the same pocket. */
function isLit(id: string, subject: Subject | null, model: VillageModel, share: Share): boolean {
  if (!subject) return false;
  if (subject.kind === "household") return subject.id === id;
  if (subject.kind === "pocket") return model.pockets[Number(subject.id)]?.set.has(id) ?? false;
  const person = share.personOf.get(id)?.person ?? "";
  return subject.kind === "person" ? person === subject.id : share.byId.get(person)?.place === subject.id;
}

function linkLit(person: string, subject: Subject | null, share: Share): boolean {
  if (subject?.kind === "person") return subject.id === person;
  if (subject?.kind === "place") return share.byId.get(person)?.place === subject.id;
  if (subject?.kind === "household") return share.personOf.get(subject.id)?.person === person;
  return false;
}
