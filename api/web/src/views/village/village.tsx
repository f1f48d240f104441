/** A village: the maps of its plans, and beside them in words who looks after whom and what is missing. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import { Refusal } from "../../api/client";
import type { Run } from "../../api/runs";
import { Empty } from "../../components/notices";
import { ViewLink } from "../../components/view-link";
import { type Before, villageModel } from "../../model/village";
import type { At } from "../../state/address";
import { useLocale, useStore, useTopic } from "../../state/context";
import type { Store } from "../../state/store";
import { Advice } from "./advice";
import { Begin, DeskCard } from "./desk/desk-card";
import { Side } from "./lists";
import { Legend, PlanMaps, PlanSwitch } from "./maps";
import { People } from "./people";
import { Printed } from "./printed";
import { VillageState, type VillageData } from "./state";
import { TeamCards, WaySwitch } from "./teams";
import { Title } from "./title";
import { Walks } from "./walks";

const NARROW = "(max-width: 900px)";

export async function showVillage(store: Store, at: At): Promise<JSX.Element> {
  const { words, said } = store.locale.peek();
  const say = words.village;
  if (!at.run || !at.village) {
    return <Empty title={say.none} says={say.noneSays} way={say.toProvince} view={at.run ? "province" : "start"} />;
  }
  const run = await store.runs.run(at.run);
  if (!run.sites.some(({ id }) => id === at.village)) {
    return <Empty title={say.unknown(at.village)} says={say.unknownSays} way={say.toProvince} view="province" />;
  }
  const desk = at.desk && run.job.status === "succeeded" ? (at.plan === "after" ? "after" : "today") : null;
  const [request, result, before, nearest] = await Promise.all([
    store.runs.villageRequest(run.scenario.id, at.village),
    store.runs.villageResult(run.job, at.village).catch((error: unknown) => unfinished(error, run)),
    at.base && at.base !== at.run ? beforeOf(store, at.base, at.village) : null,
    desk && store.runs.nearest(run.job, at.village, desk),
  ]);
  const name = request.name || request.id;
  if (result === null) return <Empty title={say.notYet(name)} says={say.notYetSays} way={say.toProvince} view="province" />;
  if (result.today === null) return <Unplanned name={name} message={said(result.message)} reason={result.failure.reason} />;
  performance.mark("data here");
  return <Village run={run} model={villageModel(run.scenario, request, result)} before={before} nearest={nearest} />;
}

/** The version that is compared with; null where it does not exist any more, or had no plan here. */
async function beforeOf({ runs }: Store, base: string, village: string): Promise<Before | null> {
  try {
    const run = await runs.run(base);
    const { today } = await runs.villageResult(run.job, village);
    return today && { name: run.scenario.name, persons: new Map(today.assignments.map(([id, person]) => [id, person])) };
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

/** Null for a village that is not planned yet; everything else that goes wrong stays an error. */
function unfinished(error: unknown, run: Run): null {
  if (run.job.status !== "succeeded" && error instanceof Refusal && error.status === 404) return null;
  throw error;
}

interface UnplannedProps {
  readonly name: string;
  readonly message: string;
  readonly reason: string;
}

/** A village that could not be planned: why, and the ways on. */
function Unplanned({ name, message, reason }: UnplannedProps) {
  useTopic(name);
  const { words } = useLocale();
  return (
    <section class="card failure">
      <h1>{name}</h1>
      <p>{message}</p>
      <p class="hint">{reason}</p>
      <p class="actions">
        <ViewLink to="province" kind="button primary">
          {words.village.toProvince}
        </ViewLink>
        <ViewLink to="whatif" kind="button">
          {words.steps.whatif}
        </ViewLink>
      </p>
    </section>
  );
}

function Village(data: VillageData) {
  const store = useStore();
  useTopic(data.model.request.name || data.model.request.id);
  const narrow = data.model.strips !== null || window.matchMedia(NARROW).matches;
  const state = useMemo(() => new VillageState(data, store, narrow ? "after" : "both"), []);
  return (
    <>
      <Title state={state} />
      <div class={state.desk ? "village-columns changing" : "village-columns"}>
        {!state.desk && <Advice model={data.model} />}
        <div class="picture">
          <PlanSwitch state={state} />
          <WaySwitch state={state} />
          <PlanMaps state={state} />
          <Legend state={state} />
          <div class="below">
            {!state.desk && <Walks state={state} />}
            <div>
              {state.by.value === "team" ? <TeamCards state={state} /> : <People state={state} />}
            </div>
          </div>
        </div>
        <div class="village-side">
          {state.desk ? <DeskCard state={state} desk={state.desk} /> : <Begin state={state} />}
          <Side state={state} />
        </div>
      </div>
      <Printed state={state} />
    </>
  );
}
