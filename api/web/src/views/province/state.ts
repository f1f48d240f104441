/** The province as it is looked at: the rows so far, how the job stands, the filter, and what follows from them. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";

import type { Run } from "../../api/runs";
import type { Job, Row, Site } from "../../api/types";
import { watch } from "../../api/watch";
import type { Sorting } from "../../components/table";
import { boundsOf } from "../../geometry/plane";
import type { Sight } from "../../map/canvas-map";
import type { Look } from "../../map/province-layers";
import { VERDICT_MARKS, WAITING } from "../../marks";
import { boundsOfLayout, type Layout, layout } from "../../model/layout";
import { EVERYTHING, type Filter, forecast, isFound, isInArea, neededOf } from "../../model/province";
import type { At } from "../../state/address";
import type { Store } from "../../state/store";

const PAUSE_MS = 200;

/** How the job stands, as far as it is known. */
export interface Course {
  readonly job: Job;
  readonly minutes: number | null;
  /** The service does not answer just now. */
  readonly lost: boolean;
  /** What ended the watching before the job did; null while nothing did. */
  readonly error: unknown;
}

export class ProvinceState {
  readonly layout: Layout;
  private readonly at: ReadonlySignal<At>;
  private readonly known: Signal<ReadonlyMap<string, Row>>;
  private readonly standing: Signal<Course>;
  private readonly ringed = signal<string | null>(null);
  private readonly aim: Signal<Sight | null>;

  constructor(
    readonly run: Run,
    private readonly store: Store,
  ) {
    this.at = store.router.visitAt();
    this.layout = layout(run.sites, run.scenario.coordinates === "lonlat");
    this.known = signal(new Map(run.rows.map((row) => [row.id, row])));
    this.standing = signal({ job: run.job, minutes: null, lost: false, error: null });
    this.aim = signal(this.filter.peek().area ? this.sightOf(this.matching.peek(), false) : null);
  }

  private readonly area = computed(() => this.at.value.area ?? "");
  private readonly text = computed(() => this.at.value.q ?? "");
  private readonly verdict = computed(() => this.at.value.verdict ?? "");
  readonly filter = computed<Filter>(() => ({ area: this.area.value, text: this.text.value, verdict: this.verdict.value }));
  private readonly matching = computed<readonly Site[]>(() => {
    const { verdict } = this.filter.value;
    const rows = this.known.value;
    return this.run.sites.filter((site) => isFound(site, this.filter.value) && (!verdict || rows.get(site.id)?.verdict === verdict));
  });
  private readonly visible = computed(() => new Set(this.matching.value.map(({ id }) => id)));

  readonly rows = computed<readonly Row[]>(() => [...this.known.value.values()]);
  /** The rows that the filter lets through. */
  readonly shown = computed(() => this.rows.value.filter(({ id }) => this.visible.value.has(id)));
  /** The rows of the chosen area. */
  readonly inArea = computed(() => this.rows.value.filter((row) => isInArea(row, this.filter.value.area)));
  /** The rows that are found, whatever their verdict. */
  readonly found = computed(() => this.rows.value.filter((row) => isFound(row, this.filter.value)));
  /** How a village is drawn: larger where more recruits are needed; what needs people lies above what does not. */
  readonly look = computed(() => {
    const [rows, visible] = [this.known.value, this.visible.value];
    return (id: string): Look | null => {
      const row = rows.get(id);
      if (!row) return null;
      const radius = Math.round(6 + Math.min(8, 2 * Math.sqrt(neededOf(row))));
      const mark = row.verdict ? VERDICT_MARKS[row.verdict] : WAITING;
      return { mark, radius, order: 1 + radius, faded: !visible.has(id) };
    };
  });
  readonly course: ReadonlySignal<Course> = computed(() => this.standing.value);
  /** The village that is pointed at, on the map or in the table. */
  readonly pointed: ReadonlySignal<string | null> = this.ringed;

  /** Where the map is to look. */
  readonly sight: ReadonlySignal<Sight | null> = computed(() => this.aim.value);

  /** How the table is sorted; "name-up" in the address is by name and reversed. */
  readonly sorting = computed<Sorting>(() => {
    const [key = "recruits", reversed] = (this.at.value.sort || "recruits").split("-");
    return { key, reversed: reversed === "up" };
  });

  sort({ key, reversed }: Sorting): void {
    this.store.router.note({ sort: reversed ? `${key}-up` : key });
  }

  rowOf(id: string): Row | undefined {
    return this.known.value.get(id);
  }

  point(id: string | null): void {
    this.ringed.value = id;
  }

  change(changed: Partial<Filter>, moving = false): void {
    const { area, text, verdict } = { ...this.filter.peek(), ...changed };
    this.store.router.note({ area, q: text, verdict });
    if (moving) this.aim.value = this.sightOf(this.matching.peek(), true);
  }

  clear(): void {
    this.change(EVERYTHING, true);
  }

  /** Follow the job to its end, and show the rows as they come. */
  async follow(signal: AbortSignal): Promise<void> {
    const { client, runs } = this.store;
    const left = forecast(() => performance.now());
    const fresh = new Map<string, Row>();
    let drawing = 0;
    const add = (): void => {
      drawing = 0;
      this.known.value = new Map([...this.known.peek(), ...fresh]);
      fresh.clear();
    };
    signal.addEventListener("abort", () => window.clearTimeout(drawing));
    const stand = (more: Partial<Course>): void => {
      this.standing.value = { ...this.standing.peek(), ...more };
    };
    try {
      const job = await watch(
        client,
        this.run.job.id,
        {
          row: (row) => {
            fresh.set(row.id, row);
            drawing ||= window.setTimeout(add, PAUSE_MS);
          },
          progress: (progress) => stand({ job: { ...this.run.job, status: "running", progress }, minutes: left(progress), lost: false }),
          lost: () => stand({ lost: true }),
        },
        signal,
      );
      const whole = await runs.run(job.id);
      if (signal.aborted) return;
      for (const row of whole.rows) fresh.set(row.id, row);
      window.clearTimeout(drawing);
      add();
      stand({ job, minutes: null, lost: false });
    } catch (error) {
      if (!signal.aborted) stand({ error });
    }
  }

  /** The whole, or some villages of it. */
  private sightOf(sites: readonly Site[], moving: boolean): Sight {
    const spots = sites.length < this.run.sites.length ? sites.map(({ id }) => this.layout.at.get(id)).filter((spot) => spot !== undefined) : [];
    return { bounds: spots.length > 0 ? boundsOf(spots) : boundsOfLayout(this.layout), moving };
  }
}
