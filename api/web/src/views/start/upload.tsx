/** One's own data: dropped, checked, and, where something is wrong, given back with the problems named. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import type { Checked, Doubt } from "../../api/types";
import { Fault } from "../../components/notices";
import { TaskButton } from "../../components/task-button";
import { formOf, type Given, isUnclear, lacksPoints, namesOf, requestIn } from "../../model/upload";
import { useLocale, useStore } from "../../state/context";
import type { Store } from "../../state/store";
import { sizeOf } from "../../words/size";
import { Doubts, placeOf, ticksFor } from "./doubts";
import { Problems } from "./problems";

/** What is said of the reading and is no doubt: nobody has to tick it. */
const SAID_BACK: readonly string[] = ["COLUMNS_LEFT_OUT", "COLUMN_NUMBERS", "CLOSING_ROW"];
const KINDS = ".xlsx,.xls,.ods,.xlsm,.zip,.json,.csv,.gpkg,.geojson,.kml,.kmz,.fgb,.geojsonl,.geojsons,.ndjson,.jsonl,.shp,.shx,.dbf,.prj,.cpg,.parquet,.yaml";

export function Upload() {
  const store = useStore();
  const { words } = useLocale();
  const say = words.start;
  const given = store.given.value;
  const template = (): Promise<void> => store.download("/v1/template.xlsx", "scenario.xlsx");
  return (
    <section class="card own" aria-labelledby="own">
      <h2 id="own">{say.ownTitle}</h2>
      <Dropping />
      <p class="template">
        <TaskButton text={say.template} busy={words.takehome.fetching} work={template} kind="quiet" />
        <span class="hint">{say.templateSays}</span>
      </p>
      <div class="checked" aria-live="polite">
        {given && <Checking given={given} />}
      </div>
    </section>
  );
}

/** Where files are dropped or chosen. */
function Dropping() {
  const store = useStore();
  const say = useLocale().words.start;
  const over = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null | undefined): void => {
    const chosen = [...(files ?? [])];
    if (field.current) field.current.value = "";
    if (chosen.length > 0) store.give({ files: chosen, coordinates: "", headings: new Map() });
  };
  const drag = (event: DragEvent): void => {
    event.preventDefault();
    over.value = true;
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    over.value = false;
    take(event.dataTransfer?.files);
  };
  return (
    <div class={over.value ? "drop over" : "drop"} onDragOver={drag} onDragLeave={() => (over.value = false)} onDrop={drop}>
      <p class="strong">{say.drop}</p>
      <input type="file" id="file" class="unseen" ref={field} multiple accept={KINDS} onChange={(event) => take(event.currentTarget.files)} />
      <label for="file" class="button primary">
        {say.choose}
      </label>
      <p class="hint">{say.accepts}</p>
    </div>
  );
}

type Stand = { readonly checked: Checked } | { readonly error: unknown };

interface GivenProps {
  readonly given: Given;
}

/** The files while they are checked, and what came out of that; nothing is kept of them. */
function Checking({ given }: GivenProps) {
  const store = useStore();
  const say = useLocale().words.start;
  const stand = useSignal<Stand | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    stand.value = null;
    const tell = (found: Stand): void => {
      if (!leaving.signal.aborted) stand.value = found;
    };
    check(store, given, leaving.signal).then(
      (checked) => tell({ checked }),
      (error: unknown) => tell({ error }),
    );
    return () => leaving.abort();
  }, [given]);
  const now = stand.value;
  if (now === null) return <p class="hint">{say.checking(namesOf(given))}</p>;
  if ("error" in now) return <Fault error={now.error} />;
  if (now.checked.valid) return <Good given={given} checked={now.checked} />;
  const { errors } = now.checked;
  if (isUnclear(errors)) return <Unclear given={given} />;
  return (
    <>
      {lacksPoints(errors, given) && <Pointless given={given} />}
      <Problems given={given} problems={errors} />
    </>
  );
}

/** A request goes as it is; everything else as files. */
async function check(store: Store, given: Given, signal: AbortSignal): Promise<Checked> {
  const request = requestIn(given);
  const body = request ? await parsed(request, store) : formOf(given);
  return (await (await store.client.ask("/v1/validate", { body, signal })).json()) as Checked;
}

async function parsed(file: File, store: Store): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new Error(store.locale.peek().words.start.noJson);
  }
}

/** Tables alone do not say what x and y are: ask, instead of asking for another file. */
function Unclear({ given }: GivenProps) {
  const store = useStore();
  const say = useLocale().words.start;
  return (
    <div class="good">
      <p class="strong">{say.whichCoordinates}</p>
      <p class="actions">
        <button type="button" onClick={() => store.give({ ...given, coordinates: "lonlat" })}>
          {say.lonlat}
        </button>
        <button type="button" onClick={() => store.give({ ...given, coordinates: "metres" })}>
          {say.metres}
        </button>
      </p>
    </div>
  );
}

/** Tables without coordinates may be a list by alleys, or name their distances: ask. */
function Pointless({ given }: GivenProps) {
  const store = useStore();
  const say = useLocale().words.start;
  return (
    <div class="good">
      <p class="strong">{say.whichMetric}</p>
      <p class="actions">
        <button type="button" onClick={() => store.give({ ...given, metric: "list" })}>
          {say.asList}
        </button>
        <button type="button" onClick={() => store.give({ ...given, metric: "matrix" })}>
          {say.asMatrix}
        </button>
      </p>
    </div>
  );
}

function Good({ given, checked }: GivenProps & { readonly checked: Checked }) {
  const store = useStore();
  const locale = useLocale();
  const say = locale.words.start;
  const noteText = (note: Doubt): string => `${placeOf(note, say.doubt)}: ${locale.said(note.message)}`;
  const names = namesOf(given);
  const ticked = useSignal<ReadonlySet<number>>(new Set());
  const said = checked.notes.filter(({ code }) => SAID_BACK.includes(code));
  const notes = checked.notes.filter(({ code }) => code !== "PATHS" && !SAID_BACK.includes(code));
  const settled = ticked.value.size >= ticksFor(notes);
  const work = async (): Promise<void> => {
    const kept = await store.client.post("/v1/scenarios", {}, await keeping(store, given, names.replace(/\.\w+$/, "").slice(0, 180)));
    await store.plan(kept.id);
    store.give(null);
  };
  return (
    <div class="good">
      <p>
        <strong>{names}</strong> {say.good}
      </p>
      <p>{sizeOf(checked, locale)}</p>
      {said.length > 0 && (
        <ul class="plain said">
          {said.map((note, at) => (
            <li key={at} data-code={note.code}>
              {noteText(note)}
            </li>
          ))}
        </ul>
      )}
      {notes.length > 0 && <Doubts doubts={notes} ticked={ticked} />}
      {settled && <TaskButton text={say.plan} busy={say.planning} work={work} />}
    </div>
  );
}

async function keeping(store: Store, given: Given, name: string): Promise<unknown> {
  const request = requestIn(given);
  return request ? { name, request: await parsed(request, store) } : formOf(given, name);
}
