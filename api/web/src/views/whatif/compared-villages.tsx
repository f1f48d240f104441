/** The villages of two results, those that change most first. */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";

import type { ComparedVillage } from "../../api/free-objects";
import type { Both } from "../../api/types";
import { Change } from "../../components/figure";
import { type Column, type Sorting, Table } from "../../components/table";
import { VerdictLabel } from "../../components/verdict";
import { ViewLink } from "../../components/view-link";
import { differs } from "../../model/comparison";
import { useLocale } from "../../state/context";
import { inOrder, type Locale } from "../../words/locale";

export interface ComparedProps {
  readonly villages: readonly ComparedVillage[];
  /** The job before. */
  readonly base: string;
  readonly pointed: ReadonlySignal<string | null>;
  readonly open: (id: string) => void;
}

export function ComparedVillages({ villages, base, pointed, open }: ComparedProps) {
  const locale = useLocale();
  const say = locale.words.whatif;
  const only = useSignal(true);
  const sorting = useSignal<Sorting>({ key: "recruits", reversed: false });
  const columns = useMemo(() => columnsOf(base, locale), [base, locale]);
  const rows = useMemo(() => (only.value ? villages.filter(differs) : villages), [villages, only.value]);
  return (
    <div>
      <h3>{say.table}</h3>
      <label class="radio">
        <input type="checkbox" id="only" checked={only.value} onChange={(event) => (only.value = event.currentTarget.checked)} />
        {say.onlyDifferent}
      </label>
      <Table
        caption={say.table}
        columns={columns}
        rows={rows}
        id={(village) => village.id}
        sorting={sorting.value}
        onSort={(chosen) => (sorting.value = chosen)}
        tie={byChange}
        pointed={pointed}
        onPick={open}
      />
      <p class="hint">{rows.length === 0 && say.nothingDiffers}</p>
    </div>
  );
}

function columnsOf(base: string, { words, number }: Locale): readonly Column<ComparedVillage>[] {
  const say = words.province.columns;
  return [
    { key: "name", head: say.name, value: (village) => village.name || village.id, cell: (village) => <Name village={village} base={base} /> },
    { key: "verdict", head: say.verdict, value: ({ verdict: [was, is] }) => Number(was !== is), cell: ({ verdict }) => <Verdicts pair={verdict} /> },
    changes("recruits", say.recruits, ({ recruits }) => recruits),
    changes("unserved", say.unserved, ({ unserved }) => unserved),
    changes("walk", words.whatif.walk, ({ walk_m: walk }) => walk),
    {
      key: "moved",
      head: words.whatif.moved,
      numeric: true,
      value: (village) => village.households_changed ?? 0,
      cell: (village) => number(village.households_changed ?? 0),
    },
  ];
}

/** A column of pairs, sorted by the size of the change. */
function changes(key: string, head: string, pick: (village: ComparedVillage) => Both<number | null>): Column<ComparedVillage> {
  return {
    key,
    head,
    numeric: true,
    value: (village) => Math.abs((pick(village)[1] ?? 0) - (pick(village)[0] ?? 0)),
    cell: (village) => <Change was={pick(village)[0]} is={pick(village)[1]} />,
  };
}

function byChange(a: ComparedVillage, b: ComparedVillage): number {
  return Math.abs(b.households_changed ?? 0) - Math.abs(a.households_changed ?? 0) || inOrder(a.name, b.name);
}

function Name({ village, base }: { readonly village: ComparedVillage; readonly base: string }) {
  return (
    <ViewLink to="village" at={{ village: village.id, base }} kind="strong">
      {village.name || village.id}
    </ViewLink>
  );
}

function Verdicts({ pair: [was, is] }: { readonly pair: ComparedVillage["verdict"] }) {
  if (is === null || was === null || was === is) return <span>{is && <VerdictLabel verdict={is} />}</span>;
  return (
    <span class="verdicts">
      <VerdictLabel verdict={was} /> → <VerdictLabel verdict={is} />
    </span>
  );
}
