/** What a budget brings: big numbers, what simpler ways would bring, and a row a village. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";

import type { Budget, VillageShare } from "../../api/types";
import { Figure } from "../../components/figure";
import { type Column, type Sorting, Table } from "../../components/table";
import { ViewLink } from "../../components/view-link";
import { useLocale } from "../../state/context";
import type { Locale } from "../../words/locale";

export function Brought({ budget }: { readonly budget: Budget }) {
  const { words, number } = useLocale();
  const say = words.budget;
  const { compared, served, households, recruits, spent, waiting } = budget;
  const than = (more: number): string => (more === 0 ? say.than.same : say.than[more > 0 ? "more" : "fewer"](number(Math.abs(more))));
  const proven = budget.proven ? say.proven : say.atMost(number(budget.bound));
  return (
    <>
      <div class="figures">
        <Figure value={number(served)} label={say.served(number(recruits))} below={`${words.province.ofHouseholds(number(households))} · ${proven}`} tone="calm" />
        <Figure value={`+${number(served - compared.nobody)}`} label={say.more} below={say.nobody(number(compared.nobody))} tone="calm" />
        <Figure value={number(waiting.length)} label={say.waiting} below={say.need(number(budget.need))} tone={waiting.length > 0 ? "warm" : "calm"} />
      </div>
      <ul class="plain compared">
        <li>{say.neediest(number(compared.most_needed_first), than(served - compared.most_needed_first))}</li>
        <li>{say.proportional(number(compared.proportional), than(served - compared.proportional))}</li>
        {spent < recruits && <li>{say.spent(number(spent))}</li>}
        {budget.fairest && <li>{say.fair}</li>}
        <li>{say.lending}</li>
      </ul>
    </>
  );
}

export function SharesTable({ budget }: { readonly budget: Budget }) {
  const locale = useLocale();
  const sorting = useSignal<Sorting>({ key: "recruits", reversed: false });
  const columns = useMemo(() => columnsOf(locale), [locale]);
  const rows = useMemo(() => budget.allocation.filter(({ needed }) => needed > 0), [budget]);
  return (
    <Table
      caption={locale.words.budget.caption}
      columns={columns}
      rows={rows}
      id={({ village }) => village}
      sorting={sorting.value}
      onSort={(chosen) => (sorting.value = chosen)}
      tie={(a, b) => b.needed - a.needed}
    />
  );
}

function columnsOf({ words, number }: Locale): readonly Column<VillageShare>[] {
  const say = words.budget.columns;
  const counted = (key: string, head: string, value: (row: VillageShare) => number): Column<VillageShare> => ({
    key,
    head,
    value,
    numeric: true,
    cell: (row) => number(value(row)),
  });
  return [
    {
      key: "name",
      head: words.province.columns.name,
      value: (row) => row.name || row.village,
      cell: (row) => (
        <>
          <ViewLink to="village" at={{ village: row.village }} kind="strong">
            {row.name || row.village}
          </ViewLink>
          <small>{row.area.slice(1).join(", ") || row.area.join(", ")}</small>
        </>
      ),
    },
    counted("recruits", say.recruits, (row) => row.recruits),
    counted("needed", say.needed, (row) => row.needed),
    counted("before", say.before, (row) => row.before),
    counted("served", say.served, (row) => row.served),
    counted("households", words.province.columns.households, (row) => row.households),
  ];
}
