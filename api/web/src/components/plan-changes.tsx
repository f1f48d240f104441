/** What an approved plan changed against the one in force before it. */

import type { PlanChanges } from "../api/types";
import { useLocale } from "../state/context";

/** What an approval changed against the plan before it. */
export function Changes({ changes }: { readonly changes: PlanChanges | null }) {
  const { words, number } = useLocale();
  const say = words.approval;
  if (changes === null) return <p class="hint">{say.first}</p>;
  const told = [
    say.changed(number(changes.households_changed)),
    say.households(number(changes.households_new), number(changes.households_gone)),
    say.members(number(changes.members_joined), number(changes.members_left)),
  ];
  return <p class="hint">{`${say.changes} ${told.join("; ")}.`}</p>;
}
