/** One net list of events out of changes by hand, in the order in which the service takes them. */

import type { ReplanEvent } from "../../api/types";
import { type Hand, type HandBase } from "./changes";

/**
 * What is different at the end, however it came about: who leaves first, then the most households, then locks and
 * bans that are taken away, then the new ones. Pairs of somebody who leaves go with that.
 */
export function eventsOf(village: string, base: HandBase, hand: Hand): readonly ReplanEvent[] {
  const { gone } = hand;
  const here = (person: string): boolean => !gone.has(person);
  const left = [...gone].map((member) => ({ kind: "member_left", village, member }) as const);
  const windows = [...hand.most].filter(([member]) => here(member)).map(([member, max]) => {
    const least = base.least(member);
    return { kind: "member_window", village, member, max, ...(least > max ? { min: max } : {}) } as const;
  });
  const pair = <K extends "pair_freed" | "pair_locked" | "pair_forbidden">(kind: K, [household, member]: Pair) => ({ kind, village, household, member }) as const;
  const freed = [...missing([...base.locked], [...hand.locked]), ...missing(pairsOf(base.forbidden), pairsOf(hand.forbidden))];
  const locked = missing([...hand.locked], [...base.locked]);
  const forbidden = missing(pairsOf(hand.forbidden), pairsOf(base.forbidden));
  return [
    ...left,
    ...windows,
    ...freed.filter(([, member]) => here(member)).map((one) => pair("pair_freed", one)),
    ...locked.map((one) => pair("pair_locked", one)),
    ...forbidden.filter(([, member]) => here(member)).map((one) => pair("pair_forbidden", one)),
  ];
}

type Pair = readonly [string, string];

/** The pairs of a list that another has not. */
function missing(pairs: readonly Pair[], others: readonly Pair[]): readonly Pair[] {
  const known = new Set(others.map((pair) => JSON.stringify(pair)));
  return pairs.filter((pair) => !known.has(JSON.stringify(pair)));
}

function pairsOf(bans: ReadonlyMap<string, ReadonlySet<string>>): readonly Pair[] {
  return [...bans].flatMap(([household, people]) => [...people].map((person): Pair => [household, person]));
}
