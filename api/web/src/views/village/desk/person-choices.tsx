/** What can be done with a member: leaving, and how many households at most. */

import { useSignal } from "@preact/signals";

import { mostOf } from "../../../model/hand/changes";
import { useLocale } from "../../../state/context";
import { called } from "../called";
import type { DeskProps } from "./props";

const LARGEST = 1_000_000;

interface Props extends DeskProps {
  readonly person: string;
}

export function PersonChoices({ state, desk, person }: Props) {
  const locale = useLocale();
  const { words, number } = locale;
  const say = words.desk;
  const { loads, gone } = desk.hand.value;
  const most = mostOf(desk.base, desk.hand.value, person);
  const who = called(person, state.names.value, locale);
  const typed = useSignal("");
  const wanted = Number(typed.value);
  const valid = /^\d+$/.test(typed.value.trim()) && wanted >= 1 && wanted <= LARGEST && wanted !== most;
  const set = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!valid) return;
    desk.make({ kind: "most", person, most: wanted });
    typed.value = "";
  };
  return (
    <div class="choices">
      <h3>{who}</h3>
      {gone.has(person) ? (
        <p class="hint">{say.hasLeft}</p>
      ) : (
        <>
          <p class="hint">{say.load(number(loads.get(person) ?? 0), number(most))}</p>
          <form class="most" onSubmit={set}>
            <label for="most">{say.most}</label>
            <input type="text" id="most" inputMode="numeric" autocomplete="off" value={typed.value} placeholder={String(most)} onInput={(event) => (typed.value = event.currentTarget.value)} />
            <button type="submit" disabled={!valid}>
              {say.set}
            </button>
          </form>
          <p class="actions">
            <button type="button" onClick={() => desk.make({ kind: "leave", person })}>
              {say.leave}
            </button>
          </p>
        </>
      )}
    </div>
  );
}
