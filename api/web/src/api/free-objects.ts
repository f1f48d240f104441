/** Types written by hand for what the OpenAPI file leaves open; they go as it gets schemas for these. */

import type { components } from "../../build/openapi";
import type { Both, Rules, Told, Verdict } from "./types";

type Schemas = components["schemas"];

export type Reason = "CAPACITY" | "DISTANCE" | "EXCLUDED" | "MINIMUM";

export type Scenario = Omit<Schemas["ScenarioDocument"], "rules"> & { readonly rules: Rules };

export interface Plan {
  /** Household, person, metres; null where there are none to state. */
  readonly assignments: readonly (readonly [string, string, number | null])[];
  readonly unserved: readonly (readonly [string, Reason])[];
  readonly reserve: readonly string[];
  readonly exceptions: readonly string[];
  readonly walk_m: number | null;
  readonly longest_m: number | null;
  readonly changed: number;
  readonly proof: Readonly<Record<string, Proof | null>>;
  /** Where the rules ask for teams. */
  readonly teams?: readonly TeamResult[];
  /** Member, team of today, team; of those who had one and change it. */
  readonly team_moves?: readonly (readonly [string, string, string])[];
  readonly team_flags?: readonly { readonly code: string; readonly count: number; readonly message: Told }[];
}

export type TeamFlag = "TEAM_SMALL" | "TEAM_LARGE" | "TEAM_FAR";

export interface TeamResult {
  readonly id: string;
  readonly leader: string;
  readonly members: readonly string[];
  readonly households: number;
  /** From the members to their leader; null where metres are never shown. */
  readonly metres: number | null;
  readonly flags: readonly TeamFlag[];
}

/** What a goal comes to; of the fairest walks also the households beyond each step, the last first. */
export interface Proof {
  readonly value: number;
  readonly bound: number;
  readonly proven: boolean;
  readonly levels?: readonly (readonly [number, number])[];
}

export interface Recruit {
  readonly id: string;
  readonly x: number | null;
  readonly y: number | null;
  readonly place: string;
  readonly households: number;
  readonly worth: number;
  readonly hamlet: string;
  readonly alley?: string;
}

/** Households that the members near them cannot hold. */
export interface Pocket {
  readonly households: readonly string[];
  readonly members: readonly string[];
  readonly room: number;
  readonly recruits_at_least: number;
}

export interface Recruitment {
  readonly needed: number;
  readonly bound: number;
  readonly proven: boolean;
  readonly by: string;
  readonly recruits: readonly Recruit[];
  readonly pockets: readonly Pocket[];
}

export interface VillageResult {
  readonly id: string;
  readonly verdict: Verdict | null;
  readonly households: number;
  readonly members: number;
  readonly today: Plan;
  readonly recruitment: Recruitment | null;
  readonly after: Plan | null;
  readonly relaxations: {
    readonly max_distance_m: number | null;
    readonly max_households: number | null;
    /** Those that were not found in the time: null alone says that there is none. */
    readonly unknown?: readonly ("max_distance_m" | "max_households")[];
  } | null;
  readonly message: Told;
  /** Why households are out of reach along the paths; older results know none. */
  readonly hints?: readonly { readonly household: string; readonly message: Told }[];
}

/** A village that could not be planned. */
export interface VillageFailure {
  readonly id: string;
  readonly today: null;
  readonly failure: { readonly code: string; readonly reason: string };
  readonly message: Told;
}

/** What two results say of one village: the one before, and the one after. */
export type ComparedVillage = Omit<Schemas["Pair"], "verdict" | "recruits" | "unserved" | "walk_m"> & {
  readonly verdict: Both<Verdict | null>;
  readonly recruits: Both<number | null>;
  readonly unserved: Both<number | null>;
  readonly walk_m: Both<number | null>;
};
