/** A budget as it is looked at: how many people, the floors, and what the service has found of it. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";

import type { Asking } from "../../api/client";
import { pathOf } from "../../api/client";
import type { Run } from "../../api/runs";
import type { Budget, Curves } from "../../api/types";
import type { At } from "../../state/address";
import type { Store } from "../../state/store";

export type Floors = Readonly<Record<string, number>>;
export const USUAL = 100;
const MOST = 1_000_000;

export class BudgetState {
  private readonly at: ReadonlySignal<At>;
  private readonly far: Signal<Curves | null> = signal(null);
  private readonly found: Signal<Budget | null> = signal(null);
  private readonly fault: Signal<unknown> = signal(null);
  private asked = 0;

  constructor(
    readonly run: Run,
    private readonly store: Store,
  ) {
    this.at = store.router.visitAt();
  }

  readonly recruits = computed(() => countOf(this.at.value.recruits ?? "") ?? USUAL);
  readonly fairest = computed(() => this.at.value.fairest === "1");
  private readonly floorText = computed(() => this.at.value.floors ?? "");
  readonly floors = computed<Floors>(() => floorsOf(this.floorText.value));
  /** How many villages have their curves. */
  readonly course: ReadonlySignal<Curves | null> = computed(() => this.far.value);
  readonly ready = computed(() => this.far.value !== null && this.far.value.done === this.far.value.villages);
  /** What was found last; it stays while something else is asked. */
  readonly budget: ReadonlySignal<Budget | null> = computed(() => this.found.value);
  readonly error: ReadonlySignal<unknown> = computed(() => this.fault.value);

  change(changed: { readonly recruits?: number; readonly fairest?: boolean; readonly floors?: Floors }): void {
    const { recruits, fairest, floors } = { recruits: this.recruits.peek(), fairest: this.fairest.peek(), floors: this.floors.peek(), ...changed };
    this.store.router.note({
      recruits: String(recruits),
      fairest: fairest ? "1" : "",
      floors: Object.keys(floors).length > 0 ? JSON.stringify(floors) : "",
    });
  }

  /** Have the curves of all villages made; they are kept, so that it is done once. */
  async prepare(leaving: AbortSignal): Promise<void> {
    const scenario = this.run.scenario.id;
    try {
      while (!leaving.aborted && !this.ready.peek()) {
        const course = await this.store.client.post("/v1/scenarios/{scenario}/curves", { scenario }, {});
        if (!leaving.aborted) this.far.value = course;
      }
    } catch (error) {
      if (!leaving.aborted) this.fault.value = error;
    }
  }

  /** Ask for what the address says; an answer that comes late is left out. */
  async ask(): Promise<void> {
    this.asked += 1;
    const turn = this.asked;
    try {
      const answer = await this.store.client.post("/v1/scenarios/{scenario}/budget", { scenario: this.run.scenario.id }, this.body());
      if (turn !== this.asked) return;
      this.found.value = answer;
      this.fault.value = null;
    } catch (error) {
      if (turn === this.asked) this.fault.value = error;
    }
  }

  /** Fetch one of the files of what is shown. */
  download(file: string): Promise<void> {
    const path = pathOf("/v1/scenarios/{scenario}/budget/{file}", { scenario: this.run.scenario.id, file });
    const asking: Asking = { body: this.body() };
    return this.store.download(path, file, asking);
  }

  private body(): object {
    const seconds = this.far.peek()?.time_limit_s;
    return {
      recruits: this.recruits.peek(),
      fairest: this.fairest.peek(),
      floors: this.floors.peek(),
      ...(seconds === undefined ? {} : { time_limit_s: seconds }),
    };
  }
}

/** A whole number of people; nothing where the text is none. */
export function countOf(text: string): number | null {
  const value = /^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value <= MOST ? value : null;
}

/** The floors that an address says; what is none is left out. */
function floorsOf(text: string): Floors {
  if (!text) return {};
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said !== "object" || said === null) return {};
    const kept = Object.entries(said).filter((entry): entry is [string, number] => countOf(String(entry[1])) !== null);
    return Object.fromEntries(kept);
  } catch {
    return {}; // an address that was cut off
  }
}
