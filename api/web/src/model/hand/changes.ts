/** Changes of a plan by hand, one after the other: what each does and costs, whatever rule it breaks. */

import type { Share } from "../village";
import type { Nearest } from "./nearest";

/**
 * What somebody may change: a household is given to somebody and kept there, a pair is forbidden, a lock or a ban
 * is taken away, somebody leaves, somebody takes at most so many.
 */
export type Change =
  | { readonly kind: "give" | "forbid" | "free"; readonly household: string; readonly person: string }
  | { readonly kind: "leave"; readonly person: string }
  | { readonly kind: "most"; readonly person: string; readonly most: number };

/** The plan that is changed, and what is fixed in it before. */
export interface HandBase {
  readonly share: Share;
  readonly nearest: Nearest;
  readonly locked: ReadonlyMap<string, string>;
  /** Household to those who may not look after it. */
  readonly forbidden: ReadonlyMap<string, ReadonlySet<string>>;
  /** The fewest households of somebody, by the rules or by the member's own window. */
  readonly least: (person: string) => number;
}

/** A change with what it does at its place in the list. */
export interface Step {
  readonly change: Change;
  /** Who looked after the household before, where it is given away. */
  readonly from: string | undefined;
  /** Metres more or less; null where a list states none, or somebody lives beyond the limit. */
  readonly metres: number | null;
  /** Households that have nobody through it. */
  readonly left: number;
  /** What the person of the change has then, and may have. */
  readonly load: number;
  readonly most: number;
}

/** The plan after all changes. */
export interface Hand {
  readonly steps: readonly Step[];
  readonly persons: ReadonlyMap<string, string>;
  readonly loads: ReadonlyMap<string, number>;
  readonly locked: ReadonlyMap<string, string>;
  readonly forbidden: ReadonlyMap<string, ReadonlySet<string>>;
  readonly gone: ReadonlySet<string>;
  /** The most households of those for whom it was changed. */
  readonly most: ReadonlyMap<string, number>;
  /** Households that somebody else, or nobody, looks after by now. */
  readonly changed: ReadonlySet<string>;
}

interface Draft {
  readonly persons: Map<string, string>;
  readonly loads: Map<string, number>;
  readonly locked: Map<string, string>;
  readonly forbidden: Map<string, Set<string>>;
  readonly gone: Set<string>;
  readonly most: Map<string, number>;
}

export function handOf(base: HandBase, changes: readonly Change[]): Hand {
  const { personOf, persons } = base.share;
  const draft: Draft = {
    persons: new Map([...personOf].map(([home, { person }]) => [home, person])),
    loads: new Map(persons.map(({ id, households }) => [id, households.length])),
    locked: new Map(base.locked),
    forbidden: new Map([...base.forbidden].map(([home, people]) => [home, new Set(people)])),
    gone: new Set(),
    most: new Map(),
  };
  const touched = new Set<string>();
  const steps = changes.map((change) => stepOf(base, draft, change, touched));
  const changed = new Set([...touched].filter((home) => draft.persons.get(home) !== personOf.get(home)?.person));
  return { ...draft, steps, changed };
}

/** Make a change, and say what it does. */
function stepOf(base: HandBase, draft: Draft, change: Change, touched: Set<string>): Step {
  const homes = applied(draft, change);
  let [metres, left]: [number | null, number] = [0, 0];
  let from: string | undefined;
  for (const home of homes) {
    const [was, is] = [draft.persons.get(home), personNow(base, draft, home)];
    from = was;
    if (was === is) continue;
    touched.add(home);
    if (was !== undefined) add(draft.loads, was, -1);
    if (is === undefined) {
      draft.persons.delete(home);
      left += 1;
      continue;
    }
    add(draft.loads, is, 1);
    draft.persons.set(home, is);
    metres = sum(metres, metresOf(base, home, is), was === undefined ? 0 : metresOf(base, home, was));
  }
  const { person } = change;
  return { change, from, metres, left, load: draft.loads.get(person) ?? 0, most: mostOf(base, draft, person) };
}

/** Change what is fixed; return the households whose person may be another one by that. */
function applied(draft: Draft, change: Change): readonly string[] {
  if (change.kind === "most") {
    draft.most.set(change.person, change.most);
    return [];
  }
  const { person } = change;
  if (change.kind === "leave") {
    draft.gone.add(person);
    for (const [home, who] of draft.locked) if (who === person) draft.locked.delete(home);
    return [...draft.persons].filter(([, who]) => who === person).map(([home]) => home);
  }
  const { household } = change;
  const banned = draft.forbidden.get(household) ?? new Set<string>();
  if (change.kind === "give") {
    draft.locked.set(household, person);
    banned.delete(person);
  } else {
    if (draft.locked.get(household) === person) draft.locked.delete(household);
    if (change.kind === "forbid") draft.forbidden.set(household, banned.add(person));
    else banned.delete(person);
  }
  return [household];
}

/** Whom a household is kept to, else whom it has in the plan that is changed, as long as that is allowed. */
function personNow(base: HandBase, { locked, gone, forbidden }: Draft, home: string): string | undefined {
  const kept = locked.get(home);
  if (kept !== undefined) return kept;
  const before = base.share.personOf.get(home)?.person;
  if (before === undefined || gone.has(before) || forbidden.get(home)?.has(before)) return undefined;
  return before;
}

export function mostOf({ share }: HandBase, { most }: Pick<Hand, "most">, person: string): number {
  return most.get(person) ?? share.byId.get(person)?.most ?? 0;
}

/** How far somebody lives from a household; null where that is not known. */
export function metresOf({ share, nearest }: HandBase, household: string, person: string): number | null {
  const own = share.personOf.get(household);
  if (own?.person === person) return "metres" in own.away ? own.away.metres : null;
  return nearest.of(household).find((one) => one.person === person)?.metres ?? null;
}

function sum(total: number | null, more: number | null, less: number | null): number | null {
  return total === null || more === null || less === null ? null : total + more - less;
}

function add(loads: Map<string, number>, person: string, more: number): void {
  loads.set(person, (loads.get(person) ?? 0) + more);
}
