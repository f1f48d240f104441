/** The versions of a scenario: what was tried before, each with its newest job. */

import type { Scenario } from "../api/free-objects";
import type { Job } from "../api/types";

export interface Version {
  readonly scenario: Scenario;
  readonly job: Job;
  /** How many changes lie between it and the first. */
  readonly depth: number;
}

/** The newest job of every scenario, the newest first. */
export function newestJobs(jobs: readonly Job[]): readonly Job[] {
  const seen = new Set<string>();
  return [...jobs]
    .sort((a, b) => b.created.localeCompare(a.created))
    .filter(({ scenario_id: id }) => !seen.has(id) && Boolean(seen.add(id)));
}

/** The versions that share their first scenario with the given one, the oldest first. */
export function versionsOf(scenario: Scenario, scenarios: readonly Scenario[], jobs: readonly Job[]): readonly Version[] {
  const byId = new Map(scenarios.map((one) => [one.id, one]));
  const newest = new Map(newestJobs(jobs).map((job) => [job.scenario_id, job]));
  const line = (one: Scenario): Scenario[] => {
    const parent = one.parent_id === null ? undefined : byId.get(one.parent_id);
    return parent ? [...line(parent), one] : [one];
  };
  const root = line(scenario)[0]?.id;
  return scenarios
    .filter((one) => line(one)[0]?.id === root)
    .sort((a, b) => a.created.localeCompare(b.created))
    .flatMap((one) => {
      const job = newest.get(one.id);
      return job ? [{ scenario: one, job, depth: line(one).length - 1 }] : [];
    });
}

/** A version's name: the first one's own, of the others only what was changed. */
export function nameOf({ scenario, depth }: Version): string {
  if (depth === 0) return scenario.name;
  return scenario.name.split(" · ").slice(1).join(" · ") || scenario.name;
}
