/** What of the province is looked at: by name, by area, by verdict. */

import { useMemo } from "preact/hooks";

import type { Verdict } from "../../api/types";
import { Icon } from "../../components/verdict";
import { VERDICT_MARKS, VERDICTS } from "../../marks";
import { areasOf, countVerdicts } from "../../model/province";
import { useLocale } from "../../state/context";
import type { ProvinceState } from "./state";

export function Filters({ state }: { readonly state: ProvinceState }) {
  const { words, number } = useLocale();
  const say = words.province;
  const areas = useMemo(() => areasOf(state.run.sites), []);
  return (
    <div class="controls">
      <div>
        <label for="search">{say.search}</label>
        <input type="search" id="search" value={state.filter.value.text} onInput={(event) => state.change({ text: event.currentTarget.value })} />
      </div>
      {areas.length > 1 && (
        <div>
          <label for="area">{say.area}</label>
          <select id="area" value={state.filter.value.area} onChange={(event) => state.change({ area: event.currentTarget.value }, true)}>
            <option value="">{say.allAreas}</option>
            {areas.map(({ path, name, depth }) => (
              <option key={path} value={path}>{`${"\u2003".repeat(depth)}${name}`}</option>
            ))}
          </select>
        </div>
      )}
      <span class="hint" role="status">
        {say.shown(number(state.shown.value.length), number(state.rows.value.length))}
      </span>
    </div>
  );
}

/** The map's legend: a verdict each, with how many there are; pressed, only those are shown. */
export function VerdictChips({ state }: { readonly state: ProvinceState }) {
  const { words } = useLocale();
  const counts = countVerdicts(state.found.value);
  const chosen = state.filter.value.verdict;
  return (
    <div class="legend" role="group" aria-label={words.province.filterVerdict}>
      {VERDICTS.filter((verdict) => counts.has(verdict) || verdict === chosen).map((verdict) => (
        <VerdictChip key={verdict} verdict={verdict} count={counts.get(verdict) ?? 0} state={state} />
      ))}
    </div>
  );
}

interface ChipProps {
  readonly verdict: Verdict;
  readonly count: number;
  readonly state: ProvinceState;
}

function VerdictChip({ verdict, count, state }: ChipProps) {
  const { words, number } = useLocale();
  const pressed = state.filter.value.verdict === verdict;
  return (
    <button
      type="button"
      class="chip"
      data-verdict={verdict}
      aria-pressed={pressed}
      title={words.verdictSays[verdict]}
      onClick={() => state.change({ verdict: pressed ? "" : verdict })}
    >
      <Icon mark={VERDICT_MARKS[verdict]} />
      {words.verdicts[verdict]}
      <b>{number(count)}</b>
    </button>
  );
}
