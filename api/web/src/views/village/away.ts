/** How far somebody lives, in words: metres where there are some, else as a list by alleys tells it. */

import type { Away } from "../../model/strips";
import type { Locale } from "../../words/locale";

export function awayText(away: Away, { words, number, length }: Locale): string {
  const say = words.village.away;
  if ("metres" in away) return say.metres(length(away.metres));
  if ("houses" in away) return away.houses === 0 ? say.sameHouse : say.houses(number(away.houses));
  if ("alley" in away) return say.alley(away.alley);
  return "hamlet" in away ? say.hamlet(away.hamlet) : say.unstated;
}
