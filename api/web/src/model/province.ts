/** A province's villages: which of them are looked at, and what they come to. */

import type { Progress, Row, Site, Verdict } from "../api/types";
import { inOrder, plain } from "../words/locale";

/** What of the province is looked at; it stands in the address. */
export interface Filter {
  readonly area: string;
  readonly text: string;
  readonly verdict: string;
}

export const EVERYTHING: Filter = { area: "", text: "", verdict: "" };

const SEPARATOR = " / ";

export function isInArea({ area }: Pick<Site, "area">, chosen: string): boolean {
  return !chosen || `${area.join(SEPARATOR)}${SEPARATOR}`.startsWith(`${chosen}${SEPARATOR}`);
}

/** Tell whether a village is in the area and has every word of the text; the verdict is not looked at. */
export function isFound(site: Pick<Site, "id" | "name" | "area">, { area, text }: Filter): boolean {
  const said = plain([site.name, site.id, ...site.area].join(" "));
  return isInArea(site, area) && plain(text).split(/\s+/).every((word) => said.includes(word));
}

/** How many recruits a village needs, as far as that was asked. */
export function neededOf(row: Row): number {
  return row.recruits_needed ?? row.recruits_certain;
}

/** The neediest first; with the same need, by name. */
export function byNeed(a: Row, b: Row): number {
  return neededOf(b) - neededOf(a) || b.unserved - a.unserved || inOrder(a.name || a.id, b.name || b.id);
}

export function countVerdicts(rows: Iterable<Row>): ReadonlyMap<Verdict, number> {
  const counts = new Map<Verdict, number>();
  for (const { verdict } of rows) {
    if (verdict) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return counts;
}

/** The numbers that matter. */
export interface Totals {
  readonly villages: number;
  readonly households: number;
  readonly members: number;
  /** Villages that need recruits or leave somebody out. */
  readonly short: number;
  /** Null where nobody asked how many: recruiting is off. */
  readonly recruits: number | null;
  readonly proven: boolean;
  readonly unserved: number;
}

export function totalsOf(rows: readonly Row[]): Totals {
  const sum = (value: (row: Row) => number): number => rows.reduce((total, row) => total + value(row), 0);
  const unasked = rows.some((row) => row.recruits_needed === null);
  const proven = rows.every((row) => row.recruits_proven);
  return {
    villages: rows.length,
    households: sum((row) => row.households),
    members: sum((row) => row.members),
    short: rows.filter((row) => neededOf(row) > 0 || row.unserved > 0).length,
    recruits: unasked ? null : sum(proven ? neededOf : (row) => row.recruits_certain),
    proven,
    unserved: sum((row) => row.unserved),
  };
}

export interface Area {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
}

/** Every area of the tree, children after their parents. */
export function areasOf(sites: readonly Pick<Site, "area">[]): readonly Area[] {
  const found = new Map<string, Area>();
  for (const { area } of sites) {
    area.forEach((name, depth) => {
      const path = area.slice(0, depth + 1).join(SEPARATOR);
      if (!found.has(path)) found.set(path, { path, name, depth });
    });
  }
  return [...found.values()].sort((a, b) => inOrder(a.path, b.path));
}

const SURE_S = 5;

/** Make what tells, from how fast it goes before one's eyes, how many minutes are left; null until that is known. */
export function forecast(now: () => number): (progress: Progress) => number | null {
  let first: { readonly at: number; readonly done: number } | null = null;
  return ({ done, villages }) => {
    const at = now() / 1000;
    first ??= { at, done };
    const [took, grown] = [at - first.at, done - first.done];
    return took < SURE_S || grown === 0 ? null : Math.ceil(((villages - done) * took) / grown / 60);
  };
}
