/** Two results side by side: what got better, what got worse. */

import type { ComparedVillage } from "../api/free-objects";
import type { Run } from "../api/runs";
import type { Both } from "../api/types";

export type Tone = "better" | "worse" | "same";

/** Fewer recruits and fewer left out are better; with the same, a shorter walk is. */
export function toneOf({ recruits, unserved, walk_m: walk }: ComparedVillage): Tone {
  for (const [was, is] of [recruits, unserved]) {
    if (was !== null && is !== null && was !== is) return is < was ? "better" : "worse";
  }
  const [was, is] = walk;
  if (was === null || is === null || Math.abs(was - is) < 0.5) return "same";
  return is < was ? "better" : "worse";
}

/** How much a village changes: 2 in the need for people, 1 in the walk alone, 0 in nothing. */
export function weightOf(village: ComparedVillage): 0 | 1 | 2 {
  const { recruits, unserved } = village;
  if ([recruits, unserved].some(([was, is]) => was !== null && is !== null && was !== is)) return 2;
  return toneOf(village) === "same" ? 0 : 1;
}

export function differs(village: ComparedVillage): boolean {
  const [was, is] = village.verdict;
  return toneOf(village) !== "same" || was !== is || (village.households_changed ?? 0) > 0;
}

/** Take away the zeros that are no answers: where recruiting is off, nobody asked how many. */
export function withoutUnasked(villages: readonly ComparedVillage[], ...runs: readonly [Run, Run]): readonly ComparedVillage[] {
  const off = runs.map((run) => !run.scenario.rules.recruiting);
  return villages.map((village) => {
    const asked = (nth: 0 | 1): number | null => (off[nth] && (village.unserved[nth] ?? 0) > 0 ? null : village.recruits[nth]);
    return { ...village, recruits: [asked(0), asked(1)] };
  });
}

/** The sums of both sides; null where a village has no such number: recruits where recruiting is off. */
export function sumsOf(villages: readonly ComparedVillage[], pick: (village: ComparedVillage) => Both<number | null>): Both<number | null> {
  const side = (nth: 0 | 1): number | null => {
    const known = villages.map((village) => pick(village)[nth]).filter((value) => value !== null);
    return known.length === villages.length ? known.reduce((total, value) => total + value, 0) : null;
  };
  return [side(0), side(1)];
}

/** One where a village needs recruits or leaves somebody out, else zero; for both sides. */
export function shortOf({ recruits, unserved }: ComparedVillage): Both<number> {
  const side = (nth: 0 | 1): number => Number((recruits[nth] ?? 0) > 0 || (unserved[nth] ?? 0) > 0);
  return [side(0), side(1)];
}
