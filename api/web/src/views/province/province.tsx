/** The province: what matters in big numbers, the map, and the table that says the same. */

import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";

import { isOver, type Run } from "../../api/runs";
import type { Row, Site } from "../../api/types";
import { Empty } from "../../components/notices";
import { Totals } from "../../components/totals";
import { ViewLink } from "../../components/view-link";
import { MapView } from "../../map/map-view";
import { provinceLayers } from "../../map/province-layers";
import { neededOf } from "../../model/province";
import type { At } from "../../state/address";
import { useLocale, useStore } from "../../state/context";
import type { Store } from "../../state/store";
import type { Locale } from "../../words/locale";
import { sizeOf } from "../../words/size";
import { CourseNotice } from "./course";
import { Filters, VerdictChips } from "./filters";
import { ProvinceState } from "./state";
import { VillagesTable } from "./villages-table";

export async function showProvince(store: Store, at: At): Promise<JSX.Element> {
  const say = store.locale.peek().words;
  if (!at.run) return <Empty title={say.whatif.none} says={say.start.lead} way={say.backToStart} view="start" />;
  const run = await store.runs.run(at.run);
  performance.mark("data here");
  return <Province run={run} />;
}

function Province({ run }: { readonly run: Run }) {
  const store = useStore();
  const state = useMemo(() => new ProvinceState(run, store), []);
  useEffect(() => {
    const leaving = new AbortController();
    if (!isOver(run.job)) void state.follow(leaving.signal);
    return () => leaving.abort();
  }, []);
  return (
    <>
      <Title run={run} />
      <CourseNotice state={state} />
      <div class="figures">
        <Totals rows={state.inArea.value} />
      </div>
      <div class="province-columns">
        <Picture state={state} />
        <div class="list">
          <Filters state={state} />
          <VillagesTable state={state} />
        </div>
      </div>
    </>
  );
}

function Title({ run: { scenario } }: { readonly run: Run }) {
  const locale = useLocale();
  return (
    <div class="title">
      <h1>{scenario.name}</h1>
      <p class="hint">
        {sizeOf(scenario, locale)} · <ViewLink to="budget">{locale.words.budget.link}</ViewLink>
      </p>
    </div>
  );
}

/** The map with its legend, which filters. */
function Picture({ state }: { readonly state: ProvinceState }) {
  const { router } = useStore();
  const locale = useLocale();
  const say = locale.words.province;
  const layers = useMemo(() => {
    const tell = (site: Site): readonly string[] => tale(site, state.rowOf(site.id), locale);
    return provinceLayers({ sites: state.run.sites, layout: state.layout, look: state.look, pointed: state.pointed, tell });
  }, [locale]);
  return (
    <div class="picture">
      <MapView label={say.map} layers={layers} sight={state.sight} onHover={(id) => state.point(id)} onPick={(id) => id !== null && router.go("village", { village: id })} />
      <VerdictChips state={state} />
      <p class="hint">{state.layout.schematic ? `${say.schematic} ${say.size}` : say.size}</p>
    </div>
  );
}

/** What is said of a village beside the pointer. */
function tale(site: Site, row: Row | undefined, { words, number }: Locale): readonly string[] {
  const title = site.name || site.id;
  if (!row) return [title, words.waiting];
  const lines = [title, row.verdict ? words.verdicts[row.verdict] : `${words.failed} ${row.failure}`];
  if (neededOf(row) > 0) lines.push(`+ ${words.count.recruits(number(neededOf(row)))}`);
  if (row.unserved > 0) lines.push(words.village.unserved(number(row.unserved)));
  return lines;
}
