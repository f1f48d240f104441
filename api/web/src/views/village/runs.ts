/** Houses of one person that stand side by side, and the persons' colours. */

import type { HamletStrip, House } from "../../model/strips";
import type { Share } from "../../model/village";

/** Houses side by side with the same person; null where they have nobody. */
export interface Run {
  readonly person: string | null;
  readonly unserved: boolean;
  readonly houses: readonly House[];
}

/** Light enough for dark numbers on them, and apart for eyes that tell few colours. */
const TINTS = ["#a9d4f0", "#ffd28a", "#b9e3b0", "#e3c4e8", "#f3ee9b", "#ffc2b0", "#a8e0dc", "#d9d2c0", "#c9cdf5"] as const;

/** Cut an alley where another person begins. */
export function runsOf(houses: readonly House[], share: Share): readonly Run[] {
  const runs: { person: string | null; unserved: boolean; houses: House[] }[] = [];
  for (const house of houses) {
    const { household } = house;
    const person = household === null ? (house.members[0] ?? house.recruits[0] ?? null) : (share.personOf.get(household)?.person ?? null);
    const unserved = household !== null && share.unserved.has(household);
    const last = runs.at(-1);
    if (last && last.person === person && last.unserved === unserved) last.houses.push(house);
    else runs.push({ person, unserved, houses: [house] });
  }
  return runs;
}

/** A colour for each person, another one than that of the persons beside and in the alley before. */
export function tintsOf(strips: readonly HamletStrip[], share: Share): ReadonlyMap<string, string> {
  const tints = new Map<string, string>();
  let before: readonly string[] = [];
  let turn = 0;
  for (const { alleys } of strips) {
    for (const { houses } of alleys) {
      const here: string[] = [];
      for (const { person } of runsOf(houses, share)) {
        if (person === null) continue;
        if (!tints.has(person)) {
          const near = new Set([...before, ...here.slice(-2)].map((id) => tints.get(id)));
          const free = TINTS.filter((tint) => !near.has(tint));
          const choices = free.length > 0 ? free : TINTS;
          tints.set(person, choices[turn % choices.length] ?? TINTS[0]);
          turn += 1;
        }
        here.push(person);
      }
      before = here;
    }
  }
  return tints;
}
