/** What plans in force say together: which came after an approval, and what withdrawing it leads back to. */

import { Refusal } from "../api/client";
import type { ApprovalSummary, PlanInForce } from "../api/types";

/** Villages that have the same plan in force. */
export interface Share {
  readonly approval: ApprovalSummary;
  readonly villages: number;
}

/** What is in force once an approval is withdrawn, where it is in force now. */
export interface Aftermath {
  readonly restored: readonly Share[];
  /** Villages without any plan in force then. */
  readonly none: number;
}

/** The plan that came into force since another was made, as the service refuses to replace it. */
export interface NewerPlan {
  readonly by: string;
  readonly at: string;
  /** Its result; empty where that is deleted. */
  readonly result: string;
  readonly villages: number;
  /** The id of one of them. */
  readonly village: string;
}

/** Read the newer plan out of a refusal; null where something else is refused. */
export function newerPlanOf(error: unknown): NewerPlan | null {
  if (!(error instanceof Refusal)) return null;
  const params = error.problems.find(({ code }) => code === "NEWER_PLAN")?.params;
  if (!params) return null;
  const { by, at, result, villages, village } = params;
  return { by: String(by), at: String(at), result: String(result ?? ""), villages: Number(villages), village: String(village) };
}

export function afterWithdrawing(approval: string, plans: readonly PlanInForce[]): Aftermath {
  const mine = plans.filter((plan) => plan.approval.id === approval);
  const before = mine.flatMap(({ previous }) => (previous ? [previous] : []));
  return { restored: sharesOf(before), none: mine.length - before.length };
}

/** The plans that are in force in some villages instead of an approval. */
export function insteadOf(approval: string, villages: ReadonlySet<string>, plans: readonly PlanInForce[]): readonly Share[] {
  const others = plans.filter((plan) => villages.has(plan.village) && plan.approval.id !== approval);
  return sharesOf(others.map((plan) => plan.approval));
}

/** Count how often each approval stands in a list, the newest first. */
function sharesOf(approvals: readonly ApprovalSummary[]): readonly Share[] {
  const counts = new Map<string, Share>();
  for (const approval of approvals) {
    counts.set(approval.id, { approval, villages: (counts.get(approval.id)?.villages ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.approval.at.localeCompare(a.approval.at));
}
