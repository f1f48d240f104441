/** Approving: which plan, by whom, with what comment; and the two ways where a newer plan is in force. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import type { Run } from "../../api/runs";
import type { PlanChoice } from "../../api/types";
import { TaskButton } from "../../components/task-button";
import { ViewLink } from "../../components/view-link";
import { type NewerPlan, newerPlanOf } from "../../model/in-force";
import { useLocale, useStore } from "../../state/context";
import { TextField } from "../../components/text-field";

const LONGEST_NAME = 180;

export interface ApprovingProps {
  readonly run: Run;
  /** The plan that is in force everywhere, so that approving it would change nothing. */
  readonly not?: PlanChoice;
  readonly done: (told: string) => Promise<void>;
}

export function Approving({ run, not, done }: ApprovingProps) {
  const store = useStore();
  const { words, number } = useLocale();
  const say = words.approval;
  const plans = plansOf(run).filter((plan) => plan !== not);
  const plan = useSignal<PlanChoice>(plans[0] ?? "today");
  const comment = useSignal("");
  const newer = useSignal<NewerPlan | null>(null);
  const planned = run.rows.filter(({ verdict }) => verdict !== null).length;
  const failed = run.rows.length - planned;
  const approve = async (replaces: boolean): Promise<void> => {
    const by = store.approver.peek().trim();
    if (!by) throw new Error(say.noApprover);
    const body = { by, plan: plan.peek(), comment: comment.peek().trim(), replaces };
    try {
      const { in_force: here } = await store.client.post("/v1/results/{result}/approve", { result: run.job.id }, body);
      await done(say.done(words.count.villages(number(here))));
    } catch (error) {
      const found = newerPlanOf(error);
      if (found === null) throw error;
      newer.value = found;
    }
  };
  return (
    <div class="stack">
      <p>{[say.covers(words.count.villages(number(planned))), failed > 0 && say.leftOut(words.count.villages(number(failed)))].filter(Boolean).join(" ")}</p>
      <div class="field">
        <label for="approved-plan">{say.which}</label>
        <select id="approved-plan" value={plan.value} onChange={(event) => (plan.value = event.currentTarget.value === "after" ? "after" : "today")}>
          {plans.map((one) => (
            <option key={one} value={one}>
              {words.village[one]}
            </option>
          ))}
        </select>
        {plan.value === "after" && <p class="hint">{say.afterSays}</p>}
      </div>
      <TextField id="approver" label={say.approver} value={store.approver.value} longest={200} required write={(text) => store.sign(text)} />
      <TextField id="approval-comment" label={say.comment} value={comment.value} longest={2000} write={(text) => void (comment.value = text)} />
      {newer.value === null ? (
        <p class="actions">
          <TaskButton text={say.approve} busy={say.approving} work={() => approve(false)} />
        </p>
      ) : (
        <Newer run={run} newer={newer.value} replace={() => approve(true)} />
      )}
    </div>
  );
}

/** The plans of a result: that after recruiting is one of its own where somebody is needed. */
function plansOf({ rows }: Run): readonly PlanChoice[] {
  return rows.some((row) => (row.recruits_needed ?? 0) > 0) ? ["today", "after"] : ["today"];
}

interface NewerProps {
  readonly run: Run;
  readonly newer: NewerPlan;
  readonly replace: () => Promise<void>;
}

/** Another plan came into force since this one was made: go on from it, or replace it knowingly. */
function Newer({ run, newer, replace }: NewerProps) {
  const store = useStore();
  const { words, number, moment } = useLocale();
  const say = words.approval;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const village = run.rows.find(({ id }) => id === newer.village)?.name || newer.village;
  const planAgain = async (): Promise<void> => {
    const name = `${run.scenario.name.split(" · ")[0]} · ${say.againName}`.slice(0, LONGEST_NAME);
    const scenario = await store.client.post("/v1/scenarios", {}, { name, parent_id: run.scenario.id });
    const job = await store.client.post("/v1/jobs", {}, { scenario_id: scenario.id });
    store.router.go("whatif", { run: job.id, base: run.job.id });
  };
  return (
    <section class="question" aria-labelledby="newer">
      <h3 id="newer" tabIndex={-1} ref={heading}>
        {say.newer}
      </h3>
      <p>{say.newerSays(newer.by, moment(newer.at), words.count.villages(number(newer.villages)), village)}</p>
      {newer.result && (
        <p>
          <ViewLink to="takehome" at={{ run: newer.result }}>
            {say.see}
          </ViewLink>
        </p>
      )}
      <p class="hint">{say.newerWays}</p>
      <p class="actions">
        <TaskButton text={say.planAgain} busy={say.planningAgain} work={planAgain} />
        <TaskButton text={say.replace} busy={say.approving} work={replace} kind="" />
      </p>
    </section>
  );
}
