/** The printable lists, village by village. */

import { useComputed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";

import { pathOf } from "../../api/client";
import type { Run } from "../../api/runs";
import type { Row } from "../../api/types";
import { TaskButton } from "../../components/task-button";
import { useLocale, useStore } from "../../state/context";
import { inOrder } from "../../words/locale";

export interface SheetsProps {
  readonly run: Run;
  readonly village: string;
}

export function Sheets({ run, village }: SheetsProps) {
  const store = useStore();
  const { words } = useLocale();
  const say = words.takehome;
  const rows = useMemo(() => inOrderOfPlace(run.rows), [run]);
  const chosen = useSignal(rows.find(({ id }) => id === village)?.id ?? rows[0]?.id ?? "");
  const wanted = useSignal("today");
  // A village that needs nobody has no plan after recruiting.
  const both = useComputed(() => needsSomebody(rows.find(({ id }) => id === chosen.value))).value;
  const plan = both ? wanted.value : "today";
  const choose = (id: string): void => {
    chosen.value = id;
    if (!needsSomebody(rows.find((row) => row.id === id))) wanted.value = "today";
    store.router.note({ village: id });
  };
  const path = `${pathOf("/v1/results/{result}/villages/{village}/sheets.pdf", { result: run.job.id, village: chosen.value })}?plan=${plan}`;
  return (
    <section class="card">
      <h2>{say.files.sheets}</h2>
      <div class="field">
        <label for="sheets">{say.pickVillage}</label>
        <select id="sheets" value={chosen.value} onChange={(event) => choose(event.currentTarget.value)}>
          {rows.map(({ id, name, area }) => (
            <option key={id} value={id}>
              {[name || id, ...area.slice(1).reverse()].join(", ")}
            </option>
          ))}
        </select>
      </div>
      {rows.some(needsSomebody) && (
        <div class="field">
          <label for="sheets-plan">{words.village.plan}</label>
          <select id="sheets-plan" value={plan} onChange={(event) => (wanted.value = event.currentTarget.value)}>
            <option value="today">{words.village.today}</option>
            <option value="after" disabled={!both}>
              {words.village.after}
            </option>
          </select>
        </div>
      )}
      <p class="actions">
        <TaskButton text="PDF" busy={say.fetching} work={() => store.download(path, `${chosen.value}-${plan}.pdf`)} label={say.downloadNamed(say.files.sheets, "pdf")} />
      </p>
    </section>
  );
}

function needsSomebody(row: Row | undefined): boolean {
  return (row?.recruits_needed ?? 0) > 0;
}

function inOrderOfPlace(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => inOrder(a.area.join(), b.area.join()) || inOrder(a.name || a.id, b.name || b.id));
}
