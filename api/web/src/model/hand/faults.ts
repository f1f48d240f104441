/** Rules that a plan breaks after it was changed by hand: named, not forbidden. */

import { type Hand, type HandBase, mostOf } from "./changes";

/** Somebody with more households than the most. */
export interface Overload {
  readonly person: string;
  readonly count: number;
  readonly most: number;
}

export interface Faults {
  readonly overfull: readonly Overload[];
  /** Somebody to whom more households are kept than the most: no plan can hold that. */
  readonly overlocked: readonly Overload[];
  /** Households without anybody, also those of before. */
  readonly open: number;
}

export function faultsOf(base: HandBase, hand: Hand): Faults {
  const locks = new Map<string, number>();
  for (const person of hand.locked.values()) locks.set(person, (locks.get(person) ?? 0) + 1);
  const above = (counts: ReadonlyMap<string, number>): readonly Overload[] =>
    [...counts].map(([person, count]) => ({ person, count, most: mostOf(base, hand, person) })).filter(({ count, most }) => count > most);
  const { unserved, personOf } = base.share;
  return { overfull: above(hand.loads), overlocked: above(locks), open: unserved.size + personOf.size - hand.persons.size };
}
