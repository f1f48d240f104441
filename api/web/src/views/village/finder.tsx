/** Households and members found by id or name, and what the one that is chosen looks after. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";

import { MEMBER, RECRUIT, SERVED } from "../../marks";
import { withName } from "../../model/names";
import type { Subject } from "../../model/village";
import { useLocale } from "../../state/context";
import { inOrder, type Locale, plain } from "../../words/locale";
import { awayText } from "./away";
import { called } from "./called";
import { Group, Item } from "./item";
import type { VillageState } from "./state";

interface Props {
  readonly state: VillageState;
}

const SHOWN = 12;

interface Found {
  readonly subject: Subject;
  readonly text: string;
  /** Without accents and capitals. */
  readonly folded: string;
  readonly recruit: boolean;
}

/** A field that finds; what is typed, a name perhaps, goes nowhere: not into the address either. */
export function Finder({ state }: Props) {
  const locale = useLocale();
  const { words, number } = locale;
  const say = words.village.find;
  const typed = useSignal("");
  const wanted = plain(typed.value.trim());
  const { share, names } = { share: state.share.value, names: state.names.value };
  const all = useMemo(() => (wanted ? everybody(state, locale) : []), [share, names, words, wanted !== ""]);
  const found = wanted ? all.filter(({ folded }) => folded.includes(wanted)) : [];
  return (
    <section class="card finder">
      <div class="field">
        <label for="find">{say.label}</label>
        <input type="search" id="find" autocomplete="off" value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} />
      </div>
      <p class="hint" role="status">
        {wanted && say.found(number(found.length), number(Math.min(SHOWN, found.length)))}
      </p>
      <ul class="plain">
        {found.slice(0, SHOWN).map(({ subject, text, recruit }) => (
          <Item key={`${subject.kind} ${subject.id}`} state={state} subject={subject} mark={subject.kind === "household" ? SERVED : recruit ? RECRUIT : MEMBER}>
            <strong>{text}</strong>
          </Item>
        ))}
      </ul>
    </section>
  );
}

function everybody(state: VillageState, locale: Locale): readonly Found[] {
  const { household } = locale.words;
  const names = state.names.value;
  const people = state.share.value.persons.map(({ id, place }) => ({
    subject: { kind: "person", id } as const,
    text: called(id, names, locale),
    recruit: place !== null,
  }));
  const homes = state.data.model.request.households.map(({ id }) => ({
    subject: { kind: "household", id } as const,
    text: `${household} ${withName(id, names.household(id))}`,
    recruit: false,
  }));
  return [...people, ...homes].sort((a, b) => inOrder(a.text, b.text)).map((one) => ({ ...one, folded: plain(`${one.text} ${one.subject.id}`) }));
}

/** The households of the person who is chosen, or who looks after the household that is. */
export function Chosen({ state }: Props) {
  const locale = useLocale();
  const { words } = locale;
  const names = state.names.value;
  const { byId, personOf } = state.share.value;
  const pinned = state.pinned.value;
  const id = pinned?.kind === "person" ? pinned.id : pinned?.kind === "household" ? personOf.get(pinned.id)?.person : undefined;
  const person = id === undefined ? undefined : byId.get(id);
  if (!person) return null;
  const items = person.households.map((home) => {
    const away = personOf.get(home)?.away;
    return (
      <Item key={home} state={state} subject={{ kind: "household", id: home }} mark={SERVED}>
        <strong>{`${words.household} ${withName(home, names.household(home))}`}</strong>
        <small>{away && awayText(away, locale)}</small>
      </Item>
    );
  });
  return <Group title={words.village.find.householdsOf(called(person.id, names, locale))} items={items} />;
}
