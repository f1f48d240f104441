/** Names that stay in the browser: chosen, said where they are shown and where not, and forgotten. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import type { Run } from "../api/runs";
import type { NameDoubt, VillageNames } from "../model/names";
import { useLocale, useStore } from "../state/context";
import { reasonOf } from "./reason";

const SHOWN = 30;

export interface NamesCardProps {
  readonly run: Run;
  /** What the view says of names: where they are shown, and where they are lost. */
  readonly told: "village" | "takehome";
  /** The names of the village that is looked at. */
  readonly village?: VillageNames;
}

export function NamesCard({ run, told, village }: NamesCardProps) {
  const store = useStore();
  const locale = useLocale();
  const say = locale.words.names;
  const chosen = store.names.chosen.value;
  const book = store.names.book(run);
  const fault = useSignal("");
  return (
    <details class="card group names" open={told === "takehome"}>
      <summary>
        <h2>{say.title}</h2>
      </summary>
      <p class="hint">{say.says}</p>
      <Choosing run={run} fault={fault} />
      <p class="bad" role="alert">
        {fault.value}
      </p>
      <div role="status">
        {chosen && !book && <p class="tag warm">{say.otherData}</p>}
        {chosen && book && <p>{say.chosen(chosen.files, locale.number(chosen.rows.length))}</p>}
        {book && village && <Counted names={village} />}
      </div>
      {chosen?.without.map((sheet) => (
        <p key={sheet} class="hint">
          {say.without(sheet)}
        </p>
      ))}
      {book && <Doubts doubts={village?.doubts ?? book.doubts} />}
      <p class="hint">{say.told[told]}</p>
      <Keeping fault={fault} />
    </details>
  );
}

interface FaultProps {
  readonly fault: { value: string };
}

function Choosing({ run, fault }: FaultProps & { readonly run: Run }) {
  const store = useStore();
  const locale = useLocale();
  const say = locale.words.names;
  const field = useRef<HTMLInputElement>(null);
  const take = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    fault.value = "";
    try {
      if (!(await store.names.take(files, run))) fault.value = say.tooMany;
    } catch (error) {
      fault.value = reasonOf(error, locale);
    }
    if (field.current) field.current.value = "";
  };
  return (
    <p class="actions">
      <input type="file" id="names" class="unseen" ref={field} multiple accept=".xlsx,.csv" onChange={(event) => void take([...(event.currentTarget.files ?? [])])} />
      <label for="names" class="button">
        {say.choose}
      </label>
    </p>
  );
}

function Counted({ names }: { readonly names: VillageNames }) {
  const { words, number } = useLocale();
  const { households, members } = names.counts;
  return <p>{words.names.counted(number(households[0]), number(households[1]), number(members[0]), number(members[1]))}</p>;
}

function Doubts({ doubts }: { readonly doubts: readonly NameDoubt[] }) {
  const { words, number } = useLocale();
  const say = words.names;
  if (doubts.length === 0) return null;
  return (
    <details>
      <summary>{say.doubts(number(doubts.length))}</summary>
      <ul class="plain">
        {doubts.slice(0, SHOWN).map(({ why, village, id, at }) => (
          <li key={`${why} ${at.join()}`}>{[[village, id].filter(Boolean).join(" "), say.why[why], at.join(", ")].filter(Boolean).join(": ")}</li>
        ))}
      </ul>
      {doubts.length > SHOWN && <p class="hint">{say.more(number(doubts.length - SHOWN))}</p>}
    </details>
  );
}

/** How long they are kept, and the button that forgets them. */
function Keeping({ fault }: FaultProps) {
  const { names } = useStore();
  const say = useLocale().words.names;
  const stay = (wanted: boolean): void => {
    fault.value = names.stay(wanted) ? "" : say.tooMany;
  };
  return (
    <>
      <label class="radio">
        <input type="checkbox" checked={names.staying.value} onChange={(event) => stay(event.currentTarget.checked)} />
        <span>{say.stay}</span>
      </label>
      {names.chosen.value && (
        <p class="actions">
          <button type="button" onClick={() => names.forget()}>
            {say.forget}
          </button>
        </p>
      )}
    </>
  );
}
