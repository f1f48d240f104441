/** What a click adds and under which id, and the point that is chosen. */

import { useSignal } from "@preact/signals";

import type { Kind } from "../../model/sketch";
import { useLocale } from "../../state/context";
import type { PointsState } from "./state";

const KINDS: readonly Kind[] = ["household", "member"];

interface Props {
  readonly state: PointsState;
}

export function ClickCard({ state }: Props) {
  const { words } = useLocale();
  const say = words.points;
  const kind = state.kind.value;
  return (
    <section class="card">
      <fieldset class="switch">
        <legend>{say.adds}</legend>
        {KINDS.map((name) => (
          <label key={name} class="choice">
            <input type="radio" name="click-kind" value={name} checked={kind === name} onChange={() => (state.kind.value = name)} />
            <span>{say[name]}</span>
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="click-ids">{say.ids}</label>
        <textarea
          id="click-ids"
          rows={4}
          value={state.pasted.value[kind]}
          onInput={(event) => (state.pasted.value = { ...state.pasted.peek(), [kind]: event.currentTarget.value })}
        />
      </div>
      <p class="hint" role="status">
        {say.next(state.next.value)}
      </p>
      <p class="actions">
        <button type="button" disabled={!state.canUndo.value} onClick={() => state.undo()}>
          {say.undo}
        </button>
      </p>
    </section>
  );
}

export function ChosenCard({ state }: Props) {
  const { words } = useLocale();
  const say = words.points;
  const fault = useSignal("");
  const nth = state.chosen.value;
  const mark = nth === null ? undefined : state.sketch.value.marks[nth];
  if (nth === null || !mark) return null;
  const rename = (id: string): void => {
    fault.value = state.rename(nth, id.trim()) ? "" : say.taken(id.trim());
  };
  return (
    <section class="card" key={nth}>
      <h2>{say.chosen(mark.id)}</h2>
      <div class="field">
        <label for="chosen-id">{say.rename}</label>
        <input id="chosen-id" value={mark.id} onChange={(event) => rename(event.currentTarget.value)} />
      </div>
      <p class="note bad" role="status">
        {fault.value}
      </p>
      <p class="actions">
        <button type="button" onClick={() => state.remove(nth)}>
          {say.remove}
        </button>
      </p>
    </section>
  );
}
