/** Who lives near enough to each household, and how far: what a plan can be changed to by hand. */

import type { NearestPersons } from "../../api/types";

export interface Near {
  readonly person: string;
  /** Null where a list states none. */
  readonly metres: number | null;
}

export interface Nearest {
  /** The nearest first; of many only some. */
  readonly of: (household: string) => readonly Near[];
  /** How many there are within the limit, named or not. */
  readonly within: (household: string) => number;
}

export function nearestOf({ persons, households }: NearestPersons): Nearest {
  const known = new Map(households.map((one) => [one.id, one]));
  return {
    of: (household) => (known.get(household)?.nearest ?? []).map(([row, metres]) => ({ person: persons[row] ?? "", metres })),
    within: (household) => known.get(household)?.within ?? 0,
  };
}
