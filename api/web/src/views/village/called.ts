/** How a person is called: a member by id, with the name beside it where there is one; a recruit by its number. */

import { type VillageNames, withName } from "../../model/names";
import type { Locale } from "../../words/locale";

const RECRUIT = /^recruit-([1-9][0-9]*)$/;

export function called(id: string, names: VillageNames, { words }: Locale): string {
  // A member may have the id that a plan before gave to a recruit.
  const nth = names.isMember(id) ? undefined : RECRUIT.exec(id)?.[1];
  return nth === undefined ? withName(id, names.person(id)) : words.recruitCalled(nth);
}
