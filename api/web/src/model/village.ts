/** A village's request and its plan put together: who is where, and who looks after whom. */

import type { Plan, Reason, Recruit, Scenario, VillageResult } from "../api/free-objects";
import type { Rules, VillageRequest } from "../api/types";
import { spots } from "../geometry/hull";
import { type At, type Bounds, boundsOf, type Plane, planeOf } from "../geometry/plane";
import { inOrder } from "../words/locale";
import { type Ground, groundOf } from "./ground";
import { type Away, awayIn, farther, hasPoints, stripsOf, type Strips } from "./strips";
import { teamsOf, type Teams } from "./teams";

export type Spot = readonly [number, number];

export interface Person {
  readonly id: string;
  readonly at: Spot;
  /** The place that a recruit is suggested near; null for a member. */
  readonly place: string | null;
  readonly most: number;
  /** Households of this person, the farthest last. */
  readonly households: readonly string[];
  readonly farthest: Away;
  readonly reserve: boolean;
  readonly exception: boolean;
}

/** Recruits who are suggested near the same place. */
export interface Gathering {
  readonly place: string;
  readonly at: Spot;
  readonly recruits: readonly Person[];
}

/** Why a household has nobody: as planned, or because somebody was taken away from it by hand. */
export type OpenReason = Reason | "OPEN";

/** One plan: today's, or the one after recruiting. */
export interface Share {
  readonly name: "today" | "after";
  readonly plan: Plan;
  readonly persons: readonly Person[];
  readonly gatherings: readonly Gathering[];
  readonly byId: ReadonlyMap<string, Person>;
  readonly personOf: ReadonlyMap<string, { readonly person: string; readonly away: Away }>;
  readonly unserved: ReadonlyMap<string, OpenReason>;
  /** Null where no teams were asked for. */
  readonly teams: Teams | null;
}

export interface PocketModel {
  readonly households: readonly string[];
  readonly set: ReadonlySet<string>;
  readonly members: readonly string[];
  readonly room: number;
  readonly recruits: number;
  readonly centre: Spot;
}

export interface VillageModel {
  readonly request: VillageRequest;
  readonly result: VillageResult;
  readonly rules: Rules;
  readonly plane: Plane;
  readonly ground: Ground;
  /** Alleys of houses, in the place of a map; null where everybody has a point. */
  readonly strips: Strips | null;
  readonly households: ReadonlyMap<string, Spot>;
  /** Halfway between west and east. */
  readonly middle: number;
  readonly pockets: readonly PocketModel[];
  readonly today: Share;
  readonly after: Share | null;
}

export function villageModel(scenario: Scenario, request: VillageRequest, result: VillageResult): VillageModel {
  const mapped = hasPoints(request);
  const where = ({ x, y }: Placed): At => ({ x: x ?? 0, y: y ?? 0 });
  const plane = planeOf(scenario.coordinates === "lonlat", [...request.households, ...request.members].map(where));
  const spot = (one: Placed): Spot => plane.metres(where(one));
  const households = new Map(request.households.map((home) => [home.id, spot(home)] as const));
  const own: Rules = { ...scenario.rules, ...request.rules };
  const recruits = result.recruitment?.recruits ?? [];
  const away = awayIn(request, recruits);
  const shared = (name: Share["name"], plan: Plan): Share => {
    const added = name === "after" ? recruits : [];
    const people = [
      ...request.members.map(({ max, ...member }) => ({ ...member, most: max ?? own.max_households, place: null })),
      ...added.map((one) => ({ ...one, most: own.max_households })),
    ];
    return share(name, plan, people.map((one) => ({ ...one, at: spot(one) })), away);
  };
  return {
    request,
    result,
    rules: own,
    plane,
    ground: groundOf(request, plane),
    strips: mapped ? null : stripsOf(request, recruits),
    households,
    middle: centre(boundsOf([...households.values()]))[0],
    pockets: (result.recruitment?.pockets ?? []).map((pocket) => ({
      ...pocket,
      set: new Set(pocket.households),
      recruits: pocket.recruits_at_least,
      centre: centre(boundsOf(spots(pocket.households, households))),
    })),
    today: shared("today", result.today),
    after: result.after && shared("after", result.after),
  };
}

/** Somebody who may have a point. */
interface Placed {
  readonly x?: number | null | undefined;
  readonly y?: number | null | undefined;
}

/** The recruits of each place that some are suggested near. */
export function gatheringsOf(persons: readonly Person[]): Gathering[] {
  const byPlace = new Map<string, Person[]>();
  for (const person of persons) {
    if (person.place !== null) byPlace.set(person.place, [...(byPlace.get(person.place) ?? []), person]);
  }
  return [...byPlace].map(([place, recruits]) => ({ place, at: recruits[0]!.at, recruits }));
}

interface Somebody {
  readonly id: string;
  readonly at: Spot;
  readonly most: number;
  readonly place: string | null;
}

function share(name: Share["name"], plan: Plan, people: readonly Somebody[], awayOf: ReturnType<typeof awayIn>): Share {
  const loads = new Map<string, { id: string; away: Away }[]>();
  const personOf = new Map<string, { person: string; away: Away }>();
  for (const [id, person, metres] of plan.assignments) {
    const away = awayOf(id, person, metres);
    const load = loads.get(person);
    if (load) load.push({ id, away });
    else loads.set(person, [{ id, away }]);
    personOf.set(id, { person, away });
  }
  const reserve = new Set(plan.reserve);
  const exceptions = new Set(plan.exceptions);
  const persons = people.map(({ id, at, most, place }): Person => {
    const load = (loads.get(id) ?? []).sort((a, b) => farther(a.away, b.away));
    return {
      id,
      at,
      most,
      place,
      households: load.map((home) => home.id),
      farthest: load.at(-1)?.away ?? { metres: 0 },
      reserve: reserve.has(id),
      exception: exceptions.has(id),
    };
  });
  const byId = new Map(persons.map((person) => [person.id, person]));
  return {
    name,
    plan,
    persons,
    gatherings: gatheringsOf(persons),
    byId,
    teams: teamsOf(plan, byId),
    personOf,
    unserved: new Map(plan.unserved),
  };
}

function centre([west, south, east, north]: Bounds): Spot {
  return [(west + east) / 2, (south + north) / 2];
}

/** What the planner points at: by kind and id, a pocket by its place in the list. */
export interface Subject {
  readonly kind: "household" | "person" | "place" | "pocket" | "team";
  readonly id: string;
}

export function isSame(a: Subject | null, b: Subject | null): boolean {
  return a?.kind === b?.kind && a?.id === b?.id;
}

/** A subject as the address holds it. */
export function keyOf({ kind, id }: Subject): string {
  return `${kind}:${id}`;
}

/** Read a subject out of the address; null where there is none. */
export function subjectOf(key: string): Subject | null {
  const [kind, ...id] = key.split(":");
  const known = kind === "household" || kind === "person" || kind === "place" || kind === "pocket" || kind === "team";
  return known ? { kind, id: id.join(":") } : null;
}

/** Where a subject is; nowhere where this plan has no such. */
export function spotOf(subject: Subject | null, model: VillageModel, share: Share): Spot | undefined {
  if (subject?.kind === "household") return model.households.get(subject.id);
  if (subject?.kind === "person") return share.byId.get(subject.id)?.at;
  if (subject?.kind === "team") return share.teams?.byId.get(subject.id)?.at;
  if (subject?.kind === "place") return share.gatherings.find(({ place }) => place === subject.id)?.at;
  return subject ? model.pockets[Number(subject.id)]?.centre : undefined;
}

/** Half of the households walk no more than this, and nobody more than that. */
export function walksOf({ plan }: Share): { readonly metres: readonly number[]; readonly median: number; readonly most: number } {
  const metres = plan.assignments.flatMap(([, , walk]) => walk ?? []).sort((a, b) => a - b);
  return { metres, median: metres[Math.floor((metres.length - 1) / 2)] ?? 0, most: metres.at(-1) ?? 0 };
}

/** Another version's plan for today: its name, and whom each household had. */
export interface Before {
  readonly name: string;
  readonly persons: ReadonlyMap<string, string>;
}

/** Households that somebody else looks after than in the version before. */
export function movedSince(before: Before, share: Share): readonly string[] {
  const ids = new Set([...before.persons.keys(), ...share.personOf.keys()]);
  return [...ids].filter((id) => before.persons.get(id) !== share.personOf.get(id)?.person).sort(inOrder);
}

/** Everybody who looks after somebody: the recruits first, then the busiest. */
export function inOrderOfLoad(persons: readonly Person[]): readonly Person[] {
  return [...persons].sort((a, b) => Number(b.place !== null) - Number(a.place !== null) || b.households.length - a.households.length || inOrder(a.id, b.id));
}

/** The recruits of every place that some are suggested near. */
export function recruitsByPlace({ result }: VillageModel): ReadonlyMap<string, readonly Recruit[]> {
  const byPlace = new Map<string, Recruit[]>();
  for (const one of result.recruitment?.recruits ?? []) {
    byPlace.set(one.place, [...(byPlace.get(one.place) ?? []), one]);
  }
  return byPlace;
}
