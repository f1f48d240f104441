/** What is asked: how many people, shared out how, and what every area must get. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";

import type { Site } from "../../api/types";
import { useLocale } from "../../state/context";
import { inOrder } from "../../words/locale";
import { type BudgetState, countOf, type Floors } from "./state";

export function AskingCard({ state }: { readonly state: BudgetState }) {
  const say = useLocale().words.budget;
  const { value: recruits } = state.recruits;
  const wrong = useSignal(false);
  const need = state.budget.value?.need ?? 0;
  const typed = (text: string): void => {
    const count = countOf(text);
    wrong.value = count === null;
    if (count !== null) state.change({ recruits: count });
  };
  return (
    <section class="card asking" aria-labelledby="asking">
      <h2 id="asking">{say.askTitle}</h2>
      <div class="field">
        <label for="recruits">{say.recruits}</label>
        <input id="recruits" inputMode="numeric" autocomplete="off" aria-invalid={wrong.value} value={String(recruits)} onInput={(event) => typed(event.currentTarget.value)} />
        {wrong.value && <p class="bad">{say.badNumber}</p>}
      </div>
      {need > 0 && (
        <div class="field">
          <label for="slide">{say.slide}</label>
          <input
            id="slide"
            type="range"
            min={0}
            max={need}
            value={Math.min(recruits, need)}
            onInput={(event) => {
              wrong.value = false;
              state.change({ recruits: Number(event.currentTarget.value) });
            }}
          />
        </div>
      )}
      <label class="radio">
        <input type="checkbox" checked={state.fairest.value} onChange={(event) => state.change({ fairest: event.currentTarget.checked })} />
        {say.fairest}
      </label>
      <FloorsOf state={state} />
    </section>
  );
}

interface Area {
  /** Codes from the widest down, as the service takes them. */
  readonly path: string;
  readonly name: string;
}

/** The areas of all villages, the wider before those inside. */
function areasOf(sites: readonly Site[]): readonly Area[] {
  const paths = new Map<string, string>();
  for (const { area } of sites) {
    for (let depth = 1; depth <= area.length; depth += 1) {
      const codes = area.slice(0, depth);
      paths.set(codes.join("/"), codes.join(" / "));
    }
  }
  return [...paths].map(([path, name]) => ({ path, name })).sort((a, b) => inOrder(a.name, b.name));
}

/** The least that areas must get. */
function FloorsOf({ state }: { readonly state: BudgetState }) {
  const { words, number } = useLocale();
  const say = words.budget;
  const areas = useMemo(() => areasOf(state.run.sites), []);
  const area = useSignal("");
  const least = useSignal("1");
  const { value: floors } = state.floors;
  if (areas.length === 0) return null;
  const without = (path: string): Floors => Object.fromEntries(Object.entries(floors).filter(([known]) => known !== path));
  const add = (event: SubmitEvent): void => {
    event.preventDefault();
    const count = countOf(least.peek());
    const path = area.peek() || areas[0]?.path;
    if (count === null || path === undefined) return;
    state.change({ floors: { ...floors, [path]: count } });
  };
  return (
    <details open={Object.keys(floors).length > 0}>
      <summary>{say.floors}</summary>
      <form class="floors" onSubmit={add}>
        <div class="field">
          <label for="floor-area">{say.floorArea}</label>
          <select id="floor-area" value={area.value || areas[0]?.path} onChange={(event) => (area.value = event.currentTarget.value)}>
            {areas.map(({ path, name }) => (
              <option key={path} value={path}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="floor-least">{say.floorLeast}</label>
          <input id="floor-least" inputMode="numeric" value={least.value} onInput={(event) => (least.value = event.currentTarget.value)} />
        </div>
        <button type="submit">{say.floorAdd}</button>
      </form>
      <ul class="plain">
        {Object.entries(floors).map(([path, count]) => (
          <li key={path}>
            {say.floorIs(path.split("/").join(" / "), number(count))}{" "}
            <button type="button" class="quiet" aria-label={say.floorRemove(path)} onClick={() => state.change({ floors: without(path) })}>
              ✕
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
