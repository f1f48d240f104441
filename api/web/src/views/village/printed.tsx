/** What a village's print has and the screen has not: every person with all households, a table each. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { inOrderOfLoad, type Person } from "../../model/village";
import { useLocale } from "../../state/context";
import { awayText } from "./away";
import { called } from "./called";
import type { VillageState } from "./state";

interface Props {
  readonly state: VillageState;
}

/** The lists are made when the browser begins to print, and taken away afterwards. */
export function Printed({ state }: Props) {
  const printing = useSignal(false);
  useEffect(() => {
    const leaving = new AbortController();
    window.addEventListener("beforeprint", () => (printing.value = true), { signal: leaving.signal });
    window.addEventListener("afterprint", () => (printing.value = false), { signal: leaving.signal });
    return () => leaving.abort();
  }, []);
  return printing.value ? <Lists state={state} /> : null;
}

function Lists({ state }: Props) {
  const { words } = useLocale();
  const { name, persons } = state.share.value;
  return (
    <section class="printed">
      <h2>{words.village.print.title(words.village[name].toLowerCase())}</h2>
      {inOrderOfLoad(persons).map((person) => person.households.length > 0 && <Table key={person.id} state={state} person={person} />)}
    </section>
  );
}

function Table({ state, person }: Props & { readonly person: Person }) {
  const locale = useLocale();
  const say = locale.words.village.print;
  const names = state.names.value;
  const { personOf } = state.share.value;
  return (
    <table>
      <caption>{called(person.id, names, locale)}</caption>
      <thead>
        <tr>
          {say.heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {person.households.map((home, nth) => {
          const away = personOf.get(home)?.away;
          return (
            <tr key={home}>
              <td>{locale.number(nth + 1)}</td>
              <td>{home}</td>
              <td>{names.household(home)}</td>
              <td>{away && awayText(away, locale)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
