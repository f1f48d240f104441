/** The village's name and verdict, its rules, and the ways to the villages beside it. */

import { VerdictLabel } from "../../components/verdict";
import { ViewLink } from "../../components/view-link";
import type { Rules } from "../../api/types";
import { byNeed } from "../../model/province";
import { useLocale } from "../../state/context";
import type { Locale } from "../../words/locale";
import type { VillageState } from "./state";

export function Title({ state }: { readonly state: VillageState }) {
  const locale = useLocale();
  const { words, number } = locale;
  const { run, model } = state.data;
  const { request, result, rules } = model;
  const window = `${number(rules.min_households)}–${number(rules.max_households)}`;
  const limit = limitOf(rules, locale);
  const facts = [words.count.households(number(result.households)), words.count.members(number(result.members)), window, limit];
  return (
    <div class="title">
      <p class="trail">
        <ViewLink to="province">{run.scenario.name}</ViewLink>
        {(request.area ?? []).slice(1).map((name) => ` › ${name}`)}
      </p>
      <h1>
        {request.name || request.id} <VerdictLabel verdict={result.verdict} />
      </h1>
      <p class="hint">
        {facts.join(" · ")} <Neighbours state={state} />
      </p>
      {run.scenario.made_by && (
        <p class="hint made-by">{[words.desk.madeBy(run.scenario.made_by), run.scenario.comment].filter(Boolean).join(" ")}</p>
      )}
    </div>
  );
}

/** How far a household's person may live; of a list in houses, since its metres are nominal. */
function limitOf({ max_distance_m: most, metric }: Rules, { words, number, length }: Locale): string {
  const say = words.village;
  if (metric.kind === "list") return say.limitInHouses(number(Math.floor(most / (metric.house_m || 15))));
  return `${length(most)}${metric.kind === "path" ? ` ${say.byPath}` : ""}`;
}

/** The villages before and after this one, in the order of the province's table. */
function Neighbours({ state }: { readonly state: VillageState }) {
  const say = useLocale().words.village;
  const { run, model, before } = state.data;
  const rows = [...run.rows].sort(byNeed);
  const nth = rows.findIndex(({ id }) => id === model.request.id);
  const base = state.at.value.base ?? "";
  const [previous, next] = [rows[nth - 1], rows[nth + 1]];
  return (
    <span class="neighbours">
      {before && (
        <ViewLink to="whatif" at={{ base }}>
          {say.toComparison}
        </ViewLink>
      )}
      {previous && (
        <ViewLink to="village" at={{ village: previous.id, base }}>
          {`‹ ${say.previous}`}
        </ViewLink>
      )}
      {next && (
        <ViewLink to="village" at={{ village: next.id, base }}>
          {`${say.next} ›`}
        </ViewLink>
      )}
    </span>
  );
}
