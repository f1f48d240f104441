/** The plans made before, the newest first. */

import { useSignal } from "@preact/signals";

import type { Scenario } from "../../api/free-objects";
import type { Job } from "../../api/types";
import { reasonOf } from "../../components/reason";
import { ViewLink } from "../../components/view-link";
import { newestJobs } from "../../model/versions";
import { useLocale, useStore } from "../../state/context";

const SHOWN = 4;

export interface RecentProps {
  readonly scenarios: readonly Scenario[];
  readonly jobs: readonly Job[];
}

/** The newest job of each scenario. */
export function Recent({ scenarios, jobs }: RecentProps) {
  const { words, number } = useLocale();
  const say = words.start;
  const gone = useSignal<ReadonlySet<string>>(new Set());
  const known = new Map(scenarios.map((one) => [one.id, one]));
  const lines = newestJobs(jobs).flatMap((job) => {
    const scenario = known.get(job.scenario_id);
    if (!scenario || gone.value.has(scenario.id)) return [];
    const forget = (): void => void (gone.value = new Set([...gone.peek(), scenario.id]));
    return [<Line key={scenario.id} scenario={scenario} job={job} removed={forget} />];
  });
  const older = lines.slice(SHOWN);
  return (
    <section class="card recent" aria-labelledby="recent">
      <h2 id="recent">{say.recentTitle}</h2>
      {lines.length > 0 ? <ul class="plain">{lines.slice(0, SHOWN)}</ul> : <p class="hint">{say.recentNone}</p>}
      {older.length > 0 && (
        <details>
          <summary>{say.older(number(older.length))}</summary>
          <ul class="plain">{older}</ul>
        </details>
      )}
    </section>
  );
}

interface LineProps {
  readonly scenario: Scenario;
  readonly job: Job;
  readonly removed: () => void;
}

function Line({ scenario, job, removed }: LineProps) {
  const store = useStore();
  const locale = useLocale();
  const { words, number, length, moment } = locale;
  const say = words.start;
  const refused = useSignal<unknown>(null);
  const { min_households: least, max_households: most, max_distance_m: limit } = scenario.rules;
  const facts = [
    words.status[job.status],
    words.count.villages(number(scenario.villages)),
    `${number(least)}–${number(most)}`,
    // The metres of a list are nominal.
    scenario.rules.metric.kind !== "list" && length(limit),
    scenario.parent_id && say.variant,
  ];
  const times = [moment(job.created), scenario.expires && say.keptUntil(moment(scenario.expires))];
  const remove = async (): Promise<void> => {
    if (!window.confirm(say.removeSure(scenario.name))) return;
    try {
      await store.remove(scenario);
    } catch (error) {
      refused.value = error; // such as a plan in force, which is kept
      return;
    }
    removed();
  };
  return (
    <li>
      <div>
        <ViewLink to="province" at={{ run: job.id, village: "" }} kind="strong">
          {scenario.name}
        </ViewLink>
        <small>{facts.filter(Boolean).join(" · ")}</small>
        <ViewLink to="budget" at={{ run: job.id, village: "" }} label={words.budget.linkNamed(scenario.name)}>
          {words.budget.link}
        </ViewLink>
        <small>{times.filter(Boolean).join(", ")}</small>
        {refused.value !== null && (
          <small class="bad" role="alert">
            {reasonOf(refused.value, locale)}
          </small>
        )}
      </div>
      <button type="button" class="quiet" aria-label={say.removeNamed(scenario.name)} onClick={() => void remove()}>
        ✕
      </button>
    </li>
  );
}
