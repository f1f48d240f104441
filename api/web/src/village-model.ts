/** A village's request and its plan put together: who is where, and who looks after whom. */

import { spots } from "./map/hull";
import { type Land, landOf } from "./map/land";
import type { Bounds, Plane } from "./map/plane";
import { boundsOf, planeOf } from "./map/plane";
import { number, words } from "./language";
import type { Plan, Pocket, Point, Reason, Rules, Scenario, VillageRequest, VillageResult } from "./types";

export type Spot = readonly [number, number];

export interface Person {
  readonly id: string;
  readonly at: Spot;
  /** The place that a recruit is suggested near; null for a member. */
  readonly place: string | null;
  readonly most: number;
  /** Households of this person, the farthest last. */
  readonly households: readonly string[];
  readonly farthest: number;
  readonly reserve: boolean;
  readonly exception: boolean;
}

/** Recruits who are suggested near the same place. */
export interface Gathering {
  readonly place: string;
  readonly at: Spot;
  readonly recruits: readonly Person[];
}

/** One plan: today's, or the one after recruiting. */
export interface Share {
  readonly name: "today" | "after";
  readonly plan: Plan;
  readonly persons: readonly Person[];
  readonly gatherings: readonly Gathering[];
  readonly byId: ReadonlyMap<string, Person>;
  readonly personOf: ReadonlyMap<string, { readonly person: string; readonly metres: number }>;
  readonly unserved: ReadonlyMap<string, Reason>;
}

export interface PocketModel {
  readonly households: readonly string[];
  readonly set: ReadonlySet<string>;
  readonly members: readonly string[];
  readonly room: number;
  readonly recruits: number;
  readonly centre: Spot;
  /** "61 households, 5 members, 50 places". */
  readonly counting: string;
}

export interface VillageModel {
  readonly request: VillageRequest;
  readonly result: VillageResult;
  readonly rules: Rules;
  readonly plane: Plane;
  readonly land: Land;
  readonly households: ReadonlyMap<string, Spot>;
  /** Halfway between west and east. */
  readonly middle: number;
  readonly pockets: readonly PocketModel[];
  readonly today: Share;
  readonly after: Share | null;
}

export function villageModel(scenario: Scenario, request: VillageRequest, result: VillageResult): VillageModel {
  const plane = planeOf(scenario.coordinates === "lonlat", [...request.households, ...request.members]);
  const spot = (point: Point): Spot => plane.metres(point);
  const households = new Map(request.households.map((home) => [home.id, spot(home)] as const));
  const own = { ...scenario.rules, ...request.rules };
  const recruits = result.recruitment?.recruits ?? [];
  const shared = (name: Share["name"], plan: Plan): Share => {
    const added = name === "after" ? recruits : [];
    const people = [
      ...request.members.map(({ max, ...member }) => ({ ...member, most: max ?? own.max_households, place: null })),
      ...added.map((one) => ({ ...one, most: own.max_households })),
    ];
    return share(name, plan, people.map((one) => ({ ...one, at: spot(one) })));
  };
  return {
    request,
    result,
    rules: own,
    plane,
    land: landOf(request, plane),
    households,
    middle: centre(boundsOf([...households.values()]))[0],
    pockets: (result.recruitment?.pockets ?? []).map((pocket) => ({
      ...pocket,
      set: new Set(pocket.households),
      recruits: pocket.recruits_at_least,
      counting: counting(pocket),
      centre: centre(boundsOf(spots(pocket.households, households))),
    })),
    today: shared("today", result.today),
    after: result.after && shared("after", result.after),
  };
}

function gatherings(persons: readonly Person[]): Gathering[] {
  const byPlace = new Map<string, Person[]>();
  for (const person of persons) {
    if (person.place !== null) byPlace.set(person.place, [...(byPlace.get(person.place) ?? []), person]);
  }
  return [...byPlace].map(([place, recruits]) => ({ place, at: recruits[0]!.at, recruits }));
}

function counting({ households, members, room }: Pocket): string {
  return words().village.counting(number(households.length), number(members.length), number(room));
}

interface Somebody {
  readonly id: string;
  readonly at: Spot;
  readonly most: number;
  readonly place: string | null;
}

function share(name: Share["name"], plan: Plan, people: readonly Somebody[]): Share {
  const loads = new Map<string, { id: string; metres: number }[]>();
  for (const [id, person, metres] of plan.assignments) {
    const load = loads.get(person);
    if (load) load.push({ id, metres });
    else loads.set(person, [{ id, metres }]);
  }
  const reserve = new Set(plan.reserve);
  const exceptions = new Set(plan.exceptions);
  const persons = people.map(({ id, at, most, place }): Person => {
    const load = (loads.get(id) ?? []).sort((a, b) => a.metres - b.metres);
    return {
      id,
      at,
      most,
      place,
      households: load.map((home) => home.id),
      farthest: load.at(-1)?.metres ?? 0,
      reserve: reserve.has(id),
      exception: exceptions.has(id),
    };
  });
  return {
    name,
    plan,
    persons,
    gatherings: gatherings(persons),
    byId: new Map(persons.map((person) => [person.id, person])),
    personOf: new Map(plan.assignments.map(([id, person, metres]) => [id, { person, metres }])),
    unserved: new Map(plan.unserved),
  };
}

function centre([west, south, east, north]: Bounds): Spot {
  return [(west + east) / 2, (south + north) / 2];
}
