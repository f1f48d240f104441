/** A budget: where so many people for all villages together serve most, and a picture of every number. */

import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";

import type { Scenario } from "../../api/free-objects";
import type { Run } from "../../api/runs";
import type { Budget, Job } from "../../api/types";
import { Empty, Failure, Fault } from "../../components/notices";
import { TaskButton } from "../../components/task-button";
import { ViewLink } from "../../components/view-link";
import { newestJobs } from "../../model/versions";
import type { At } from "../../state/address";
import { useLocale, useStore } from "../../state/context";
import type { Store } from "../../state/store";
import { sizeOf } from "../../words/size";
import { AskingCard } from "./asking";
import { Frontier } from "./frontier";
import { Brought, SharesTable } from "./shares";
import { BudgetState } from "./state";

const PAUSE_MS = 150;
const FILES = ["budget.xlsx", "allocation.csv", "frontier.csv", "frontier.svg"] as const;

export async function showBudget(store: Store, at: At, signal: AbortSignal): Promise<JSX.Element> {
  const say = store.locale.peek().words;
  if (at.run) return <BudgetView run={await store.runs.run(at.run)} />;
  const { scenarios, jobs } = await store.runs.everything(signal);
  if (jobs.length === 0) return <Empty title={say.budget.title} says={say.budget.none} way={say.backToStart} view="start" />;
  return <Chooser scenarios={scenarios} jobs={jobs} />;
}

interface ChooserProps {
  readonly scenarios: readonly Scenario[];
  readonly jobs: readonly Job[];
}

/** The plans whose villages the people may be for, the newest first. */
function Chooser({ scenarios, jobs }: ChooserProps) {
  const locale = useLocale();
  const say = locale.words.budget;
  const known = new Map(scenarios.map((one) => [one.id, one]));
  return (
    <>
      <Title lead={say.lead} />
      <section class="card" aria-labelledby="choose">
        <h2 id="choose">{say.choose}</h2>
        <ul class="plain">
          {newestJobs(jobs).map((job) => {
            const scenario = known.get(job.scenario_id);
            if (!scenario) return null;
            return (
              <li key={job.id}>
                <ViewLink to="budget" at={{ run: job.id, village: "" }} kind="strong">
                  {scenario.name}
                </ViewLink>{" "}
                <small>{sizeOf(scenario, locale)}</small>
              </li>
            );
          })}
        </ul>
      </section>
    </>
  );
}

function Title({ lead }: { readonly lead: string }) {
  const say = useLocale().words.budget;
  return (
    <div class="title">
      <h1>{say.title}</h1>
      <p class="lead">{lead}</p>
    </div>
  );
}

function BudgetView({ run }: { readonly run: Run }) {
  const store = useStore();
  const state = useMemo(() => new BudgetState(run, store), []);
  useEffect(() => {
    const leaving = new AbortController();
    void state.prepare(leaving.signal);
    return () => leaving.abort();
  }, []);
  useSignalEffect(() => {
    if (!state.ready.value) return;
    // Read here, so that a change of any of them asks again, once it has stood for a moment.
    void [state.recruits.value, state.fairest.value, state.floors.value];
    const asking = window.setTimeout(() => void state.ask(), PAUSE_MS);
    return () => window.clearTimeout(asking);
  });
  const { value: budget } = state.budget;
  return (
    <>
      <Title lead={run.scenario.name} />
      <Course state={state} />
      {budget && state.error.value !== null && <Fault error={state.error.value} />}
      {state.ready.value && (
        <div class="budget-columns">
          <AskingCard state={state} />
          <div class="list" aria-live="polite">
            {budget && <Found budget={budget} state={state} />}
          </div>
        </div>
      )}
      {budget && <SharesTable budget={budget} />}
    </>
  );
}

/** How far the villages are, while there is nothing to show. */
function Course({ state }: { readonly state: BudgetState }) {
  const { router } = useStore();
  const { words, number } = useLocale();
  const say = words.budget;
  if (state.budget.value) return null;
  if (state.error.value !== null) return <Failure error={state.error.value} retry={() => router.redraw()} />;
  const { value: course } = state.course;
  const [done, all] = [course?.done ?? 0, course?.villages ?? state.run.sites.length];
  return (
    <section class="card" role="status">
      <p>{state.ready.value ? words.loading : say.preparing(number(done), number(all))}</p>
      <progress max={Math.max(all, 1)} value={done} aria-label={say.preparingLabel} />
      <p class="hint">{say.preparingSays}</p>
    </section>
  );
}

function Found({ budget, state }: { readonly budget: Budget; readonly state: BudgetState }) {
  const { words, number } = useLocale();
  const say = words.budget;
  const points = budget.frontier;
  const open = points.filter(([, served, bound]) => served < bound).length;
  const proof = open === 0 ? say.allProven : say.someProven(number(points.length - open), number(points.length));
  return (
    <>
      <Brought budget={budget} />
      <Frontier budget={budget} proof={proof} />
      <p class="hint proof">{proof}</p>
      <div class="actions files">
        {FILES.map((file) => (
          <TaskButton key={file} text={say.files[file]} busy={words.takehome.fetching} work={() => state.download(file)} kind="" />
        ))}
      </div>
    </>
  );
}
