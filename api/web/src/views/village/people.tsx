/** Everybody who looks after somebody. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import { MEMBER, RECRUIT } from "../../marks";
import { inOrderOfLoad, type Person } from "../../model/village";
import { useLocale } from "../../state/context";
import { awayText } from "./away";
import { called } from "./called";
import { Group, Item } from "./item";
import type { VillageState } from "./state";

export function People({ state }: { readonly state: VillageState }) {
  const locale = useLocale();
  const { words } = locale;
  const persons = inOrderOfLoad(state.share.value.persons);
  // Whoever stays the same while a plan is changed by hand is not drawn again: hundreds would be, for each change.
  const drawn = useMemo(() => new WeakMap<Person, JSX.Element>(), [locale, state.names.value]);
  const items = persons.map((person) => {
    const item = drawn.get(person) ?? <PersonItem key={person.id} state={state} person={person} />;
    drawn.set(person, item);
    return item;
  });
  return <Group title={words.village.persons} says={words.village.personsSay} items={items} />;
}

interface PersonProps {
  readonly state: VillageState;
  readonly person: Person;
}

function PersonItem({ state, person }: PersonProps) {
  const locale = useLocale();
  const { words, number } = locale;
  const say = words.village;
  const load = person.households.length;
  const remarks = [
    say.load(number(load), number(person.most)),
    person.reserve && say.reserve,
    person.exception && say.exception,
    load > 0 && say.farthest(awayText(person.farthest, locale)),
  ];
  return (
    <Item state={state} subject={{ kind: "person", id: person.id }} mark={person.place ? RECRUIT : MEMBER}>
      <strong>{called(person.id, state.names.value, locale)}</strong>
      <Meter share={load / Math.max(1, person.most)} />
      <small>{remarks.filter(Boolean).join(" · ")}</small>
    </Item>
  );
}

function Meter({ share }: { readonly share: number }) {
  return (
    <span class="meter" aria-hidden="true">
      <span style={{ width: `${Math.min(100, 100 * share)}%` }} />
    </span>
  );
}
