/** Columns that the program does not know: each is left out, or said to be a field, and the files are read again. */

import { useSignal } from "@preact/signals";

import type { Problem } from "../../api/types";
import { FIELDS, type Given, type Meaning, rememberedHeadings, rememberHeadings, unknownHeadings } from "../../model/upload";
import { useLocale, useStore } from "../../state/context";

interface HeadingsProps {
  readonly given: Given;
  readonly problems: readonly Problem[];
}

/** Nothing where every column is known. What was said before is proposed, else leaving out; it is done when it is confirmed. */
export function Headings({ given, problems }: HeadingsProps) {
  const store = useStore();
  const say = useLocale().words.start;
  const headings = unknownHeadings(problems);
  const before = useSignal(rememberedHeadings());
  const chosen = useSignal<ReadonlyMap<string, Meaning>>(new Map());
  if (headings.length === 0) return null;
  const meaningOf = (heading: string): Meaning => chosen.value.get(heading) ?? before.value.get(heading) ?? "leave-out";
  const choose = (heading: string, meaning: Meaning): void => {
    chosen.value = new Map([...chosen.value, [heading, meaning]]);
  };
  const again = (): void => {
    const said = headings.map((heading): readonly [string, Meaning] => [heading, meaningOf(heading)]);
    rememberHeadings(said);
    store.give({ ...given, headings: new Map([...given.headings, ...said]) });
  };
  return (
    <fieldset class="headings">
      <legend>{say.headings}</legend>
      {headings.map((heading) => (
        <div key={heading} class="heading" data-heading={heading}>
          <label class="radio">
            <input
              type="checkbox"
              checked={meaningOf(heading) === "leave-out"}
              onChange={(event) => choose(heading, event.currentTarget.checked ? "leave-out" : "id")}
            />
            {say.leaveOut(heading)}
          </label>
          {meaningOf(heading) !== "leave-out" && (
            <label>
              {say.isField}{" "}
              <select
                value={meaningOf(heading)}
                aria-label={say.fieldOf(heading)}
                onChange={(event) => choose(heading, event.currentTarget.value as Meaning)}
              >
                {FIELDS.map((field) => (
                  <option key={field} value={field}>
                    {say.fields[field]}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
      ))}
      <button type="button" onClick={again}>
        {say.readAgain}
      </button>
    </fieldset>
  );
}
