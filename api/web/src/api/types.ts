/** What the service answers, by the names of the page; the types are made from the OpenAPI file. */

import type { components } from "../../build/openapi";

type Schemas = components["schemas"];

export type Both<T> = readonly [T, T];

export type Status = Schemas["Status"];
export type Verdict = Schemas["Verdict"];
export type Priority = Schemas["Priority"];
/** A text in both languages. */
export type Told = Schemas["Words"];
/** One fault of a request: where, which, and what to do. */
export type Problem = Schemas["Detail"];
export type Checked = Schemas["Validation"];
/** What looks wrong, or is worth a look. */
export type Doubt = Schemas["Note"];
/** What counts alone prove. */
export type Screening = Schemas["Screening"];
/** One way of sharing recruits out, and the frontier behind it. */
export type Budget = Schemas["BudgetDocument"];
export type VillageShare = Schemas["VillageShare"];
/** How far the curves of a scenario are. */
export type Curves = Schemas["CurvesDocument"];
export type Preset = Schemas["PresetRow"];
export type Job = Schemas["JobDocument"];
export type Progress = Schemas["Progress"];
/** A village before it is planned. */
export type Site = Schemas["Site"];
/** A village's row of the result; the verdict is null where planning has failed. */
export type Row = Schemas["VillageRow"];
export type Approval = Schemas["Approval"];
/** Who approved which plan, and when. */
export type ApprovalSummary = Schemas["ApprovalSummary"];
/** What a plan changes, compared with the one in force before. */
export type PlanChanges = Schemas["PlanChanges"];
/** The plan in force of a village. */
export type PlanInForce = Schemas["PlanInForceDocument"];
/** One approval in the history of a village. */
export type HistoryEntry = Schemas["HistoryEntry"];
export type PlanChoice = ApprovalSummary["plan"];
export type TeamRules = Schemas["TeamRules"];
/** Who lives near enough to each household of a village. */
export type NearestPersons = Schemas["NearestPersons"];
/** What happened to a village, or is to happen. */
export type ReplanEvent = Schemas["ReplanRequest"]["events"][number];
type AllRules = Required<Schemas["Rules"]>;

/** The rules in force; a step that nobody changed is left out. */
export type Rules = Omit<AllRules, "fairest_step_m"> & Partial<Pick<AllRules, "fairest_step_m">>;
/** A village as it was sent; it holds the rules of its own alone. */
export type VillageRequest = Omit<Schemas["VillageRequest"], "rules"> & { readonly rules?: Partial<Rules> | null };
