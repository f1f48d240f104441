/** Changed rules while they are tried: what is changed, where, and what can be taken back. */

import { computed, type Signal, signal } from "@preact/signals";

import type { Run } from "../../api/runs";
import type { Rules } from "../../api/types";
import { reasonOf } from "../../components/reason";
import { asAddress, type Changes, changesOf, differing, fault, told } from "../../model/rules";
import type { At } from "../../state/address";
import type { Store } from "../../state/store";

/** The rules in force where the change applies: a village may have some of its own. */
export async function rulesIn({ runs }: Store, run: Run, village: string): Promise<Rules> {
  if (!run.sites.some(({ id }) => id === village)) return run.scenario.rules;
  const { rules } = await runs.villageRequest(run.scenario.id, village);
  return { ...run.scenario.rules, ...rules };
}

export class Draft {
  private readonly inForce: Signal<Rules>;
  private readonly changed: Signal<Changes>;
  private readonly where: Signal<string>;
  private readonly failed = signal("");

  constructor(
    readonly run: Run,
    rules: Rules,
    at: At,
    private readonly store: Store,
  ) {
    this.inForce = signal(rules);
    this.changed = signal(differing(changesOf(at), rules));
    this.where = signal(at.scope ?? "");
  }

  readonly changes = computed(() => this.changed.value);
  /** The village that the change applies to; empty for all. */
  readonly scope = computed(() => this.where.value);
  /** The rules as they would be. */
  readonly rules = computed<Rules>(() => ({ ...this.inForce.value, ...this.changed.value }));
  readonly isChanged = computed(() => Object.keys(this.changed.value).length > 0);
  /** Why this cannot be planned; empty where it can. */
  readonly problem = computed(() => this.failed.value || (fault(this.rules.value, this.store.locale.value) ?? ""));
  readonly canUndo = computed(() => this.store.drafts.any(this.run.job.id));

  /** Change some rules; a step that can be taken back. */
  change(more: Changes): void {
    this.store.drafts.push(this.run.job.id, this.changed.peek());
    this.set({ ...this.changed.peek(), ...more });
  }

  undo(): void {
    this.set(this.store.drafts.pop(this.run.job.id) ?? {});
  }

  reset(): void {
    this.store.drafts.push(this.run.job.id, this.changed.peek());
    this.set({});
  }

  /** Apply the change to another village, or to all, by the rules in force there. */
  async choose(village: string): Promise<void> {
    this.where.value = village;
    this.store.router.note({ scope: village });
    const before = this.inForce.peek();
    const [rules, failed] = await rulesIn(this.store, this.run, village).then(
      (found) => [found, ""] as const,
      (error: unknown) => [before, reasonOf(error, this.store.locale.peek())] as const,
    );
    if (this.where.peek() !== village) return;
    this.failed.value = failed;
    // Only where something is different: somebody may be typing already.
    if (JSON.stringify(rules) === JSON.stringify(before)) return;
    this.inForce.value = rules;
    this.set(this.changed.peek());
  }

  /** Keep the changed rules as a new version, and plan it. */
  async plan(): Promise<void> {
    const { run, store } = this;
    const locale = store.locale.peek();
    const changes = this.changed.peek();
    const site = run.sites.find(({ id }) => id === this.where.peek());
    const text = [told(changes, locale), site && locale.words.whatif.rule.in(site.name || site.id)].filter(Boolean).join(" ");
    const name = `${run.scenario.name.split(" · ")[0]} · ${text}`.slice(0, 180);
    const change = site ? { village_rules: { [site.id]: changes } } : { rules: changes };
    const scenario = await store.client.post("/v1/scenarios", {}, { name, parent_id: run.scenario.id, ...change });
    const job = await store.client.post("/v1/jobs", {}, { scenario_id: scenario.id });
    store.router.go("whatif", { ...asAddress({}), scope: "", run: job.id, base: run.job.id });
  }

  private set(changes: Changes): void {
    this.changed.value = differing(changes, this.inForce.peek());
    this.store.router.note(asAddress(this.changed.peek()));
  }
}
