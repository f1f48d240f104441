/** A village as it is looked at: which of its plans, and what is pointed at or pinned; drawing is elsewhere. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";

import type { Run } from "../../api/runs";
import type { NearestPersons } from "../../api/types";
import type { Sight } from "../../map/canvas-map";
import { type NameBook, namesOfVillage, type VillageNames } from "../../model/names";
import { type Before, isSame, keyOf, type Share, spotOf, type Subject, subjectOf, type VillageModel } from "../../model/village";
import type { At } from "../../state/address";
import type { Store } from "../../state/store";
import { Desk } from "./desk/desk";

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
  /** Who else could take each household, where the plan is changed by hand; else null. */
  readonly nearest: NearestPersons | null;
}

export class VillageState {
  readonly at: ReadonlySignal<At>;
  /** The plan that is changed by hand; null while none is. */
  readonly desk: Desk | null;
  private readonly over = signal<Subject | null>(null);
  private readonly aim: Signal<Sight | null>;

  constructor(
    readonly data: VillageData,
    private readonly store: Store,
    /** What is looked at where nothing was chosen and there are two plans. */
    private readonly usual: PlanChoice,
  ) {
    this.at = store.router.visitAt();
    this.desk = data.nearest && new Desk(data.run, data.model, data.nearest, store);
    this.aim = signal(this.sightOf(this.pinned.peek()));
  }

  readonly plan = computed<PlanChoice>(() => {
    if (this.desk) return this.desk.base.share.name;
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
  readonly share = computed<Share>(() => this.desk?.share.value ?? this.shares.value.at(-1)!);

  /** Names beside the ids, as far as the planner has chosen any. */
  readonly names = computed<VillageNames>(() => {
    const { run, model } = this.data;
    const { id, households, members } = model.request;
    const ids = { households: households.map((one) => one.id), members: members.map((one) => one.id) };
    return namesOfVillage(this.store.names.book(run) ?? NO_NAMES, id, ids);
  });

  readonly by = computed<Way>(() => (!this.desk && this.data.model.today.teams && this.at.value.by === "team" ? "team" : "member"));

  private readonly pick = computed(() => this.at.value.pick ?? "");
  readonly pinned = computed<Subject | null>(() => subjectOf(this.pick.value));
  /** What is pointed at, else what is pinned. */
  readonly subject = computed<Subject | null>(() => this.over.value ?? this.pinned.value);
  readonly litKey = computed(() => (this.subject.value ? keyOf(this.subject.value) : ""));
  readonly pinnedKey = computed(() => (this.pinned.value ? keyOf(this.pinned.value) : ""));
  /** Where the maps are to look. */
  readonly sight: ReadonlySignal<Sight | null> = computed(() => this.aim.value);

  choose(plan: PlanChoice): void {
    if (this.desk) {
      this.begin(plan);
      return;
    }
    // The maps are made anew, and show the whole.
    this.aim.value = null;
    this.store.router.note({ plan });
  }

  /** Change a plan by hand. */
  begin(plan: PlanChoice = this.plan.peek()): void {
    const { base = "", pick = "" } = this.at.peek();
    this.store.router.go("village", { plan: plan === "after" && this.measuresRecruits ? plan : "today", desk: "true", base, pick });
  }

  /** Look at the plan again as it was planned; the changes are kept for this tab. */
  end(): void {
    const { base = "", pick = "" } = this.at.peek();
    this.store.router.go("village", { base, pick });
  }

  /** Whether it is known how far households are from recruits who are nobody yet: where they have points. */
  get measuresRecruits(): boolean {
    const { kind } = this.data.model.rules.metric;
    return kind === "straight" || kind === "path";
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
