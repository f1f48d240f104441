/** What a run is made of: its job, its scenario, its villages and their rows; each is fetched once. */

import { type Client, Refusal } from "./client";
import type { Scenario, VillageFailure, VillageResult } from "./free-objects";
import type { Job, NearestPersons, PlanChoice, Row, Site, VillageRequest } from "./types";

export interface Run {
  readonly job: Job;
  readonly scenario: Scenario;
  /** The first of the scenarios that this one is a version of. */
  readonly root: string;
  readonly sites: readonly Site[];
  /** Empty while the job goes on. */
  readonly rows: readonly Row[];
}

export function isOver(job: Job): boolean {
  return job.status !== "queued" && job.status !== "running";
}

/** Reads runs and keeps what cannot change any more while the page is open. */
export class RunReader {
  private readonly kept = new Map<string, Promise<unknown>>();

  constructor(private readonly client: Client) {}

  /** Fetch a run: all of its rows where it is over, none where it goes on. */
  async run(id: string): Promise<Run> {
    const job = await this.once(`over ${id}`, () => this.client.get("/v1/jobs/{job_id}", { job_id: id }));
    if (!isOver(job)) this.kept.delete(`over ${id}`);
    const [[scenario, root], sites, rows] = await Promise.all([
      this.scenario(job.scenario_id).then(async (own) => [own, await this.rootOf(own)] as const),
      this.sites(job.scenario_id),
      isOver(job) ? this.once(`rows ${id}`, () => this.rows(job)) : Promise.resolve([]),
    ]);
    return { job, scenario, root, sites, rows };
  }

  /** All scenarios and all jobs, as they are now. */
  async everything(signal: AbortSignal): Promise<{ readonly scenarios: readonly Scenario[]; readonly jobs: readonly Job[] }> {
    const [scenarios, jobs] = await Promise.all([this.client.getAll("/v1/scenarios", {}, signal), this.client.getAll("/v1/jobs", {}, signal)]);
    return { scenarios: scenarios as unknown as readonly Scenario[], jobs };
  }

  villageRequest(scenario: string, village: string): Promise<VillageRequest> {
    return this.once(`request ${scenario} ${village}`, async () => {
      const found = await this.client.get("/v1/scenarios/{scenario}/villages/{village}", { scenario, village });
      return found as VillageRequest;
    });
  }

  /** A village's plan; of a run that goes on or was stopped, as soon as that village is finished. */
  villageResult({ id, status }: Job, village: string): Promise<VillageResult | VillageFailure> {
    return this.once(`result ${status === "succeeded"} ${id} ${village}`, async () => {
      const found =
        status === "succeeded"
          ? await this.client.get("/v1/results/{result}/villages/{village}", { result: id, village })
          : await this.client.get("/v1/jobs/{job_id}/villages/{village}", { job_id: id, village });
      return found as unknown as VillageResult | VillageFailure;
    });
  }

  /** Who else could take each household of a village. */
  nearest({ id }: Job, village: string, plan: PlanChoice): Promise<NearestPersons> {
    return this.once(`nearest ${id} ${plan} ${village}`, () =>
      this.client.get("/v1/results/{result}/villages/{village}/nearest", { result: id, village }, { query: { plan } }),
    );
  }

  /** Forget everything, after a run was deleted. */
  forget(): void {
    this.kept.clear();
  }

  private scenario(id: string): Promise<Scenario> {
    return this.once(`scenario ${id}`, async () => {
      return (await this.client.get("/v1/scenarios/{scenario}", { scenario: id })) as unknown as Scenario;
    });
  }

  /** The first version's id; where one before is deleted, the last that is known of. */
  private async rootOf({ id, parent_id: parent }: Scenario): Promise<string> {
    if (parent === null) return id;
    try {
      return await this.rootOf(await this.scenario(parent));
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return parent;
      throw error;
    }
  }

  private sites(scenario: string): Promise<Site[]> {
    return this.once(`sites ${scenario}`, () => this.client.getAll("/v1/scenarios/{scenario}/villages", { scenario }));
  }

  private rows({ id, status }: Job): Promise<Row[]> {
    return status === "succeeded"
      ? this.client.getAll("/v1/results/{result}/villages", { result: id })
      : this.client.getAll("/v1/jobs/{job_id}/villages", { job_id: id });
  }

  /** Fetch once; a failure is forgotten, so that it can be tried again. */
  private once<T>(key: string, fetching: () => Promise<T>): Promise<T> {
    const known = this.kept.get(key) as Promise<T> | undefined;
    if (known) return known;
    const fresh = fetching();
    this.kept.set(key, fresh);
    fresh.catch(() => this.kept.delete(key));
    return fresh;
  }
}
