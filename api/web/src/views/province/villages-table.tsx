/** The province's villages, those that need most first. */

import { useMemo } from "preact/hooks";

import type { Row } from "../../api/types";
import { type Column, Table } from "../../components/table";
import { VerdictLabel } from "../../components/verdict";
import { ViewLink } from "../../components/view-link";
import { VERDICTS } from "../../marks";
import { byNeed, neededOf } from "../../model/province";
import { useLocale, useStore } from "../../state/context";
import type { Locale } from "../../words/locale";
import type { ProvinceState } from "./state";

export function VillagesTable({ state }: { readonly state: ProvinceState }) {
  const { router } = useStore();
  const locale = useLocale();
  const columns = useMemo(() => columnsOf(locale), [locale]);
  return (
    <>
      <Table
        caption={locale.words.province.caption}
        columns={columns}
        rows={state.shown.value}
        id={(row) => row.id}
        sorting={state.sorting.value}
        onSort={(sorting) => state.sort(sorting)}
        tie={byNeed}
        pointed={state.pointed}
        onHover={(id) => state.point(id)}
        onPick={(id) => router.go("village", { village: id })}
      />
      <Blank state={state} />
    </>
  );
}

function columnsOf({ words, number }: Locale): readonly Column<Row>[] {
  const say = words.province.columns;
  const counted = (key: string, head: string, value: (row: Row) => number): Column<Row> => ({
    key,
    head,
    value,
    numeric: true,
    cell: (row) => (value(row) > 0 ? number(value(row)) : <span class="nil">0</span>),
  });
  return [
    { key: "name", head: say.name, value: (row) => row.name || row.id, cell: (row) => <Name row={row} /> },
    {
      key: "verdict",
      head: say.verdict,
      value: (row) => (row.verdict ? -VERDICTS.indexOf(row.verdict) : 1),
      cell: (row) => <VerdictLabel verdict={row.verdict} failure={row.failure} />,
    },
    counted("recruits", say.recruits, neededOf),
    counted("unserved", say.unserved, (row) => row.unserved),
    counted("households", say.households, (row) => row.households),
    counted("members", say.members, (row) => row.members),
  ];
}

function Name({ row }: { readonly row: Row }) {
  return (
    <>
      <ViewLink to="village" at={{ village: row.id }} kind="strong">
        {row.name || row.id}
      </ViewLink>
      <small>{row.area.slice(1).join(", ") || row.area.join(", ")}</small>
    </>
  );
}

/** Why the table is empty, and the way out. */
function Blank({ state }: { readonly state: ProvinceState }) {
  const say = useLocale().words.province;
  const [none, some] = [state.shown.value.length === 0, state.rows.value.length > 0];
  return (
    <div class="blank">
      {none && <p>{some ? say.noneFound : say.noneYet}</p>}
      {none && some && (
        <button type="button" class="quiet" onClick={() => state.clear()}>
          {say.clear}
        </button>
      )}
    </div>
  );
}
