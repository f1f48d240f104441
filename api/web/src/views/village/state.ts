/** A village as it is looked at: which of its plans, and what is pointed at or pinned; drawing is elsewhere. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";

import type { Run } from "../../api/runs";
import type { Sight } from "../../map/canvas-map";
import { type NameBook, namesOfVillage, type VillageNames } from "../../model/names";
import { type Before, isSame, keyOf, type Share, spotOf, type Subject, subjectOf, type VillageModel } from "../../model/village";
import type { At } from "../../state/address";
import type { Store } from "../../state/store";

export const PLANS = ["today", "after", "both"] as const;
export type PlanChoice = (typeof PLANS)[number];

/** By whom a village is looked at. */
export const WAYS = ["member", "team"] as const;
export type Way = (typeof WAYS)[number];

const NO_NAMES: NameBook = { villages: new Map(), doubts: [] };

/** What a village's view is about. */
export interface VillageData {
  readonly run: Run;
  readonly model: VillageModel;
  /** The version that is compared with; null without one. */
  readonly before: Before | null;
}

export class VillageState {
  readonly at: ReadonlySignal<At>;
  private readonly over = signal<Subject | null>(null);
  private readonly aim: Signal<Sight | null>;

  constructor(
    readonly data: VillageData,
    private readonly store: Store,
    /** What is looked at where nothing was chosen and there are two plans. */
    private readonly usual: PlanChoice,
  ) {
    this.at = store.router.visitAt();
    this.aim = signal(this.sightOf(this.pinned.peek()));
  }

  readonly plan = computed<PlanChoice>(() => {
    if (!this.data.model.after) return "today";
    return PLANS.find((name) => name === this.at.value.plan) ?? this.usual;
  });
  /** The plans that are looked at, the one after recruiting last. */
  readonly shares = computed<readonly Share[]>(() => {
    const { today, after } = this.data.model;
    if (!after || this.plan.value === "today") return [today];
    return this.plan.value === "after" ? [after] : [today, after];
  });
  /** The plan that the lists are of. */
  readonly share = computed<Share>(() => this.shares.value.at(-1)!);

  /** Names beside the ids, as far as the planner has chosen any. */
  readonly names = computed<VillageNames>(() => {
    const { run, model } = this.data;
    const { id, households, members } = model.request;
    const ids = { households: households.map((one) => one.id), members: members.map((one) => one.id) };
    return namesOfVillage(this.store.names.book(run) ?? NO_NAMES, id, ids);
  });

  readonly by = computed<Way>(() => (this.data.model.today.teams && this.at.value.by === "team" ? "team" : "member"));

  private readonly pick = computed(() => this.at.value.pick ?? "");
  readonly pinned = computed<Subject | null>(() => subjectOf(this.pick.value));
  /** What is pointed at, else what is pinned. */
  readonly subject = computed<Subject | null>(() => this.over.value ?? this.pinned.value);
  readonly litKey = computed(() => (this.subject.value ? keyOf(this.subject.value) : ""));
  readonly pinnedKey = computed(() => (this.pinned.value ? keyOf(this.pinned.value) : ""));
  /** Where the maps are to look. */
  readonly sight: ReadonlySignal<Sight | null> = computed(() => this.aim.value);

  choose(plan: PlanChoice): void {
    // The maps are made anew, and show the whole.
    this.aim.value = null;
    this.store.router.note({ plan });
  }

  look(by: Way): void {
    this.aim.value = null;
    this.store.router.note({ by: by === "member" ? "" : by, pick: "" });
  }

  hover(subject: Subject | null): void {
    if (!isSame(subject, this.over.peek())) this.over.value = subject;
  }

  /** Pin a subject, or let it go where it is pinned already; from a list the maps move there. */
  pin(subject: Subject | null, moving = false): void {
    const pinned = isSame(subject, this.pinned.peek()) ? null : subject;
    this.store.router.note({ pick: pinned ? keyOf(pinned) : "" });
    if (moving) this.aim.value = this.sightOf(pinned);
  }

  private sightOf(subject: Subject | null): Sight | null {
    const spot = spotOf(subject, this.data.model, this.share.peek());
    return spot ? { spot } : null;
  }
}
