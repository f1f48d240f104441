/** A village without points, as its list has it: alleys of houses in order, and how far along them people live. */

import type { Recruit } from "../api/free-objects";
import type { VillageRequest } from "../api/types";
import { inOrder } from "../words/locale";

/** Somebody with an address, a point, or neither. */
interface Resident {
  readonly id: string;
  readonly x?: number | null | undefined;
  readonly y?: number | null | undefined;
  readonly hamlet?: string | null | undefined;
  readonly alley?: string | null | undefined;
  readonly order?: number | null | undefined;
}

/** A house of an alley: a household, people who live there, or both. */
export interface House {
  readonly order: number;
  readonly household: string | null;
  readonly members: readonly string[];
  readonly recruits: readonly string[];
}

export interface Alley {
  readonly name: string;
  readonly houses: readonly House[];
}

export interface HamletStrip {
  readonly name: string;
  readonly alleys: readonly Alley[];
}

/** The hamlets; none where nobody has an address. */
export type Strips = readonly HamletStrip[];

/** How far somebody lives: in metres, in houses of one alley, by the name of the other alley or hamlet, or unstated. */
export type Away =
  | { readonly metres: number }
  | { readonly houses: number }
  | { readonly alley: string }
  | { readonly hamlet: string }
  | { readonly unstated: true };

export function hasPoints(request: VillageRequest): boolean {
  return residentsOf(request).every((one) => typeof one.x === "number" && typeof one.y === "number");
}

/** Every alley with its houses, hamlets and alleys as a reader sorts them. */
export function stripsOf(request: VillageRequest, recruits: readonly Recruit[]): Strips {
  const sites = sitesOf(request);
  const placed = [
    ...request.households.map((one) => ({ one, as: "household" as const, id: one.id })),
    ...request.members.map((one) => ({ one, as: "members" as const, id: one.id })),
    ...recruits.map(({ id, place }) => ({ one: sites.get(place), as: "recruits" as const, id })),
  ];
  const hamlets = new Map<string, Map<string, Map<number, Draft>>>();
  for (const { one, as, id } of placed) {
    if (!one?.hamlet) continue;
    const alleys = within(hamlets, one.hamlet, () => new Map<string, Map<number, Draft>>());
    const houses = within(alleys, one.alley ?? "", () => new Map<number, Draft>());
    const order = one.order ?? 0;
    const house = within(houses, order, () => ({ order, household: null, members: [], recruits: [] }));
    if (as === "household") house.household = id;
    else house[as].push(id);
  }
  return sorted(hamlets).map(([name, alleys]) => ({
    name,
    alleys: sorted(alleys).map(([alley, houses]) => ({ name: alley, houses: [...houses.values()].sort((a, b) => a.order - b.order) })),
  }));
}

interface Draft {
  readonly order: number;
  household: string | null;
  readonly members: string[];
  readonly recruits: string[];
}

function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

function sorted<V>(map: ReadonlyMap<string, V>): (readonly [string, V])[] {
  return [...map].sort(([a], [b]) => inOrder(a, b));
}

/** Return how far a household's person lives: the metres where there are some, else as the list tells it. */
export function awayIn(request: VillageRequest, recruits: readonly Recruit[]) {
  const sites = sitesOf(request);
  const homes = new Map<string, Resident>(request.households.map((one) => [one.id, one]));
  const people = new Map<string, Resident>(request.members.map((one) => [one.id, one]));
  for (const { id, place } of recruits) {
    const site = sites.get(place);
    if (site) people.set(id, site);
  }
  return (household: string, person: string, metres: number | null): Away => {
    if (metres !== null) return { metres };
    const [home, other] = [homes.get(household), people.get(person)];
    if (!home?.hamlet || !other?.hamlet) return { unstated: true };
    if (home.hamlet !== other.hamlet) return { hamlet: other.hamlet };
    if ((home.alley ?? "") !== (other.alley ?? "")) return { alley: other.alley ?? "" };
    return { houses: Math.abs((home.order ?? 0) - (other.order ?? 0)) };
  };
}

const KINDS = ["metres", "houses", "alley", "hamlet"] as const;

/** Compare two distances: another hamlet is farther than another alley, and that than a house of the same. */
export function farther(a: Away, b: Away): number {
  const rank = (away: Away): number => KINDS.findIndex((kind) => kind in away);
  const size = (away: Away): number => ("metres" in away ? away.metres : "houses" in away ? away.houses : 0);
  return rank(a) - rank(b) || size(a) - size(b);
}

function sitesOf(request: VillageRequest): ReadonlyMap<string, Resident> {
  const sites: readonly Resident[] = request.places ?? request.households;
  return new Map(sites.map((site) => [site.id, site]));
}

function residentsOf(request: VillageRequest): readonly Resident[] {
  return [...request.households, ...request.members, ...(request.places ?? [])];
}
