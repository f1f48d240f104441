/** What lies below the points, and the scale of a picture. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { numberOf } from "../../model/numbers";
import { unitOf } from "../../model/sketch";
import { useLocale } from "../../state/context";
import type { PointsState } from "./state";

interface Props {
  readonly state: PointsState;
}

export function BackgroundCard({ state }: Props) {
  const say = useLocale().words.points;
  const field = useRef<HTMLInputElement>(null);
  const fault = useSignal("");
  const take = async (file: File | undefined): Promise<void> => {
    if (field.current) field.current.value = "";
    if (!file) return;
    const unfit = await state.lay(file);
    fault.value = unfit === null ? "" : unfit === "unread" ? say.unread(file.name) : say.otherFrame;
  };
  const clear = (): void => {
    if (state.sketch.peek().marks.length === 0 || window.confirm(say.clearSure)) state.clear();
  };
  return (
    <section class="card">
      <h2>{say.background}</h2>
      <p class="hint">{say.backgroundSays}</p>
      <p class="actions">
        <input type="file" id="background" class="unseen" ref={field} accept="image/*,.gpx,.kml,.geojson,.json" onChange={(event) => void take(event.currentTarget.files?.[0])} />
        <label for="background" class="button">
          {say.choose}
        </label>
        <button type="button" class="quiet" onClick={clear}>
          {say.clear}
        </button>
      </p>
      <p class="note bad" role="status">
        {fault.value}
      </p>
    </section>
  );
}

export function ScaleCard({ state }: Props) {
  const { words, language, length, number } = useLocale();
  const say = words.points;
  const text = useSignal("");
  const sketch = state.sketch.value;
  const unit = unitOf(sketch);
  const left = 2 - sketch.ends.length;
  const typed = (value: string): void => {
    text.value = value;
    state.setMetres(numberOf(value, language));
  };
  return (
    <section class="card">
      <h2>{say.scale}</h2>
      <p class="hint">{say.scaleSays}</p>
      <p class="actions">
        <button type="button" aria-pressed={state.scaling.value} onClick={() => state.startScale()}>
          {say.scaleStart}
        </button>
        {state.scaling.value && <span role="status">{say.scaleClicks(number(left))}</span>}
      </p>
      <div class="field">
        <label for="scale-metres">{say.scaleMetres}</label>
        <input id="scale-metres" inputMode="decimal" value={text.value} onInput={(event) => typed(event.currentTarget.value)} />
      </div>
      <p class="hint">{Number.isNaN(unit) || sketch.frame.kind !== "picture" ? say.unscaled : say.scaled(length(sketch.frame.width * unit))}</p>
    </section>
  );
}
