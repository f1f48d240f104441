/** A plan while it is changed by hand: the changes so far, what they come to, and the new version made of them. */

import { computed } from "@preact/signals";

import type { Run } from "../../../api/runs";
import type { Job, NearestPersons } from "../../../api/types";
import { watch } from "../../../api/watch";
import { type Change, type HandBase, handOf } from "../../../model/hand/changes";
import { changedShare } from "../../../model/hand/changed-share";
import { eventsOf } from "../../../model/hand/events";
import { faultsOf } from "../../../model/hand/faults";
import { nearestOf } from "../../../model/hand/nearest";
import type { Share, VillageModel } from "../../../model/village";
import type { Store } from "../../../state/store";

const LONGEST_NAME = 180;

export class Desk {
  readonly base: HandBase;
  private readonly key: string;

  constructor(
    private readonly run: Run,
    private readonly model: VillageModel,
    nearest: NearestPersons,
    private readonly store: Store,
  ) {
    const { request, rules } = model;
    const share = (nearest.plan === "after" && model.after) || model.today;
    const members = new Map(request.members.map((one) => [one.id, one]));
    this.base = {
      share,
      nearest: nearestOf(nearest),
      locked: new Map(request.locked as readonly (readonly [string, string])[] | null | undefined),
      forbidden: bansOf(request.forbidden ?? []),
      least: (person) => members.get(person)?.min ?? rules.min_households,
    };
    this.key = JSON.stringify([run.job.id, request.id, share.name]);
  }

  private readonly stack = computed(() => this.store.edits.of(this.key));
  readonly canUndo = computed(() => this.stack.value.done.length > 0);
  readonly canRedo = computed(() => this.stack.value.undone.length > 0);
  readonly hand = computed(() => handOf(this.base, this.stack.value.done));
  readonly faults = computed(() => faultsOf(this.base, this.hand.value));
  /** The plan as it is by now. */
  readonly share = computed<Share>(() => changedShare(this.model, this.base, this.hand.value));
  readonly changed = computed(() => this.hand.value.changed);
  readonly events = computed(() => eventsOf(this.model.request.id, this.base, this.hand.value));

  make(change: Change): void {
    this.store.edits.push(this.key, change);
  }

  undo(): void {
    if (this.canUndo.peek()) this.store.edits.undo(this.key);
  }

  redo(): void {
    if (this.canRedo.peek()) this.store.edits.redo(this.key);
  }

  /** Plan around what was fixed, with the fewest other changes, and go to the version that comes of it. */
  async finish(name: string, comment: string, leaving: AbortSignal): Promise<void> {
    const { run, store, base, model } = this;
    const village = model.request.id;
    const body = {
      events: this.events.peek(),
      plan: base.share.name,
      name: `${run.scenario.name.split(" · ")[0]} · ${name}`.slice(0, LONGEST_NAME),
      by: store.author.peek().trim(),
      comment: comment.trim(),
      seed: 0,
      time_limit_s: null,
    };
    const started = await store.client.job("/v1/results/{result}/replan", { result: run.job.id }, body);
    const job = await this.followed(started, leaving);
    if (job.status !== "succeeded") throw new Error(store.locale.peek().words.desk.stopped);
    store.edits.drop(this.key);
    store.router.go("village", { run: job.id, village, base: run.job.id, plan: base.share.name === "today" ? "today" : "" });
  }

  private followed(job: Job, leaving: AbortSignal): Promise<Job> {
    const nothing = (): void => undefined;
    return watch(this.store.client, job.id, { row: nothing, progress: nothing }, leaving);
  }
}

function bansOf(pairs: readonly (readonly string[])[]): ReadonlyMap<string, ReadonlySet<string>> {
  const bans = new Map<string, Set<string>>();
  for (const [household = "", person = ""] of pairs) bans.set(household, (bans.get(household) ?? new Set()).add(person));
  return bans;
}
