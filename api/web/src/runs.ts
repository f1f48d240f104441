/** What a run is made of: its job, its scenario, its villages and their rows; kept while the page is open. */

import { ask, passes, read, readAll } from "./api";
import { events } from "./events";
import type { Job, Progress, Row, Scenario, Site, VillageFailure, VillageRequest, VillageResult } from "./types";

export interface Run {
  readonly job: Job;
  readonly scenario: Scenario;
  readonly sites: readonly Site[];
  readonly rows: readonly Row[];
}

const kept = new Map<string, Promise<unknown>>();

/** Fetch once; a failure is forgotten, so that it can be tried again. */
function once<T>(key: string, fetching: () => Promise<T>): Promise<T> {
  const known = kept.get(key) as Promise<T> | undefined;
  if (known) return known;
  const fresh = fetching();
  kept.set(key, fresh);
  fresh.catch(() => kept.delete(key));
  return fresh;
}

export function part(text: string): string {
  return encodeURIComponent(text);
}

export function isOver(job: Job): boolean {
  return job.status !== "queued" && job.status !== "running";
}

export function jobOf(id: string, signal?: AbortSignal): Promise<Job> {
  return read(`/v1/jobs/${part(id)}`, signal);
}

export function scenarioOf(id: string): Promise<Scenario> {
  return once(`scenario ${id}`, () => read(`/v1/scenarios/${part(id)}`));
}

export function sitesOf(scenario: string): Promise<Site[]> {
  return once(`sites ${scenario}`, () => readAll(`/v1/scenarios/${part(scenario)}/villages`));
}

/** Fetch a run: all of its rows where it is over, those that are done where it goes on. */
export async function runOf(id: string): Promise<Run> {
  const job = await once(`over ${id}`, () => jobOf(id));
  if (!isOver(job)) kept.delete(`over ${id}`);
  const [scenario, sites, rows] = await Promise.all([
    scenarioOf(job.scenario_id),
    sitesOf(job.scenario_id),
    isOver(job)
      ? once(`rows ${id}`, () => rowsOf(job))
      : Promise.resolve([]),
  ]);
  return { job, scenario, sites, rows };
}

function rowsOf(job: Job): Promise<Row[]> {
  const kind = job.status === "succeeded" ? "results" : "jobs";
  return readAll(`/v1/${kind}/${part(job.id)}/villages`);
}

export function villageRequestOf(scenario: string, village: string): Promise<VillageRequest> {
  const path = `/v1/scenarios/${part(scenario)}/villages/${part(village)}`;
  return once(path, () => read(path));
}

/** A village's plan; of a run that goes on or was stopped, as soon as that village is finished. */
export function villageResultOf({ id, status }: Job, village: string): Promise<VillageResult | VillageFailure> {
  const kind = status === "succeeded" ? "results" : "jobs";
  const path = `/v1/${kind}/${part(id)}/villages/${part(village)}`;
  return once(path, () => read(path));
}

/** Forget what is known of a run, after it was deleted or started anew. */
export function forget(): void {
  kept.clear();
}

export interface Watcher {
  readonly row: (row: Row) => void;
  readonly progress: (progress: Progress) => void;
  /** The service does not answer; with the next progress it does again. */
  readonly lost?: () => void;
}

const PAUSE_MS = 1000;

/** Follow a job to its end; a lost connection is taken up where it broke. */
export async function watch(id: string, watcher: Watcher, signal: AbortSignal): Promise<Job> {
  let last = "";
  while (!signal.aborted) {
    try {
      for await (const event of events(`/v1/jobs/${part(id)}/events`, last, signal)) {
        last = event.id || last;
        if (event.name === "village") watcher.row(JSON.parse(event.data) as Row);
        if (event.name === "progress") watcher.progress(JSON.parse(event.data) as Progress);
      }
    } catch (error) {
      // A broken stream is no end: the job is asked below, and the stream is taken up again.
      if (signal.aborted) throw error;
    }
    try {
      const job = await jobOf(id, signal);
      watcher.progress(job.progress);
      if (isOver(job)) return job;
    } catch (error) {
      if (signal.aborted || !passes(error)) throw error;
      watcher.lost?.();
    }
    await new Promise((resume) => window.setTimeout(resume, PAUSE_MS));
  }
  throw new DOMException("left", "AbortError");
}

export async function cancel(id: string): Promise<void> {
  await ask(`/v1/jobs/${part(id)}/cancel`, { method: "POST" });
}
