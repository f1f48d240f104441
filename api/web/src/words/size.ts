/** How large a scenario is, in words. */

import type { Locale } from "./locale";

export interface Size {
  readonly villages: number;
  readonly households: number;
  readonly members: number;
}

/** "6 villages · 99 households · 13 members". */
export function sizeOf({ villages, households, members }: Size, { words, number }: Locale): string {
  const { count } = words;
  return [count.villages(number(villages)), count.households(number(households)), count.members(number(members))].join(" · ");
}
