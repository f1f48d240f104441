/** What the API answers, as far as the page reads it. */

import type { Verdict } from "./marks";

export type Status = "queued" | "running" | "succeeded" | "failed" | "canceled";
export type Reason = "CAPACITY" | "DISTANCE" | "EXCLUDED" | "MINIMUM";
export type Priority = "walk" | "longest" | "balance";
export type Both<T> = readonly [T, T];

export interface Told {
  readonly en: string;
  readonly vi: string;
}

export interface Rules {
  readonly min_households: number;
  readonly max_households: number;
  readonly minimum: "flag" | "enforce";
  readonly max_distance_m: number;
  readonly recruiting: boolean;
  readonly recruits_per_place: number | null;
  readonly max_recruits: number | null;
  readonly priorities: readonly Priority[];
  readonly metric?: { readonly kind: "straight" | "path" };
}

export interface Problem {
  readonly pointer?: string;
  readonly code: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly table?: string | null;
  readonly row?: string | number | null;
  readonly field?: string | null;
}

export interface Preset {
  readonly name: string;
  readonly title: string | Told;
  readonly description: string | Told;
  readonly villages: number;
  readonly households: number;
  readonly members: number;
}

export interface Scenario {
  readonly id: string;
  readonly name: string;
  readonly parent_id: string | null;
  readonly created: string;
  readonly coordinates: "metres" | "lonlat";
  readonly rules: Rules;
  readonly villages: number;
  readonly households: number;
  readonly members: number;
  readonly expires: string | null;
}

export interface Progress {
  readonly villages: number;
  readonly done: number;
  readonly failed: number;
  readonly percent: number;
}

export interface Job {
  readonly id: string;
  readonly scenario_id: string;
  readonly status: Status;
  readonly progress: Progress;
  readonly created: string;
  readonly finished: string | null;
  readonly message: string | null;
}

/** A village before it is planned. */
export interface Site {
  readonly id: string;
  readonly name: string;
  readonly area: readonly string[];
  readonly x: number | null;
  readonly y: number | null;
  readonly households: number;
  readonly members: number;
  /** How far the households lie about the centre, where the service says it. */
  readonly spread_m?: number | null;
}

/** A village's row of the result. */
export interface Row extends Site {
  /** Null where planning has failed; ``failure`` says why. */
  readonly verdict: Verdict | null;
  readonly failure: string;
  readonly room: number;
  readonly unserved: number;
  readonly unserved_by_reason: Readonly<Partial<Record<Reason, number>>>;
  /** Null where nobody asked how many: recruiting is off. */
  readonly recruits_needed: number | null;
  /** So many are proven, whatever was found. */
  readonly recruits_certain: number;
  readonly recruits_proven: boolean;
  readonly reserve: number;
  readonly exceptions: number;
  readonly walk_m: number;
  readonly longest_m: number;
  readonly message: Told;
}

export interface Point {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

export interface MemberPoint extends Point {
  readonly min?: number;
  readonly max?: number;
}

export interface VillageRequest {
  readonly id: string;
  readonly name?: string;
  readonly area?: readonly string[];
  readonly rules?: Partial<Rules>;
  readonly households: readonly Point[];
  readonly members: readonly MemberPoint[];
  readonly places?: readonly Point[];
  readonly network?: Network;
  readonly barriers?: Barriers;
}

/** Paths: pairs of nodes, by their place in the list. */
export interface Network {
  readonly nodes: readonly Both<number>[];
  readonly edges: readonly (readonly [number, number, ...number[]])[];
}

/** What cuts the way, in pieces of two points, and where it can be crossed. */
export interface Barriers {
  readonly lines: readonly (readonly Both<number>[])[];
  readonly crossings?: readonly Both<number>[];
}

export interface Plan {
  readonly assignments: readonly (readonly [string, string, number])[];
  readonly unserved: readonly (readonly [string, Reason])[];
  readonly reserve: readonly string[];
  readonly exceptions: readonly string[];
  readonly walk_m: number;
  readonly longest_m: number;
  readonly changed: number;
}

export interface Recruit extends Point {
  readonly place: string;
  readonly households: number;
  readonly worth: number;
  readonly hamlet: string;
}

export interface Pocket {
  readonly households: readonly string[];
  readonly members: readonly string[];
  readonly room: number;
  readonly recruits_at_least: number;
}

/** A village that could not be planned. */
export interface VillageFailure {
  readonly id: string;
  readonly today: null;
  readonly failure: { readonly code: string; readonly reason: string };
  readonly message: Told;
}

export interface VillageResult {
  readonly id: string;
  readonly verdict: Verdict | null;
  readonly households: number;
  readonly members: number;
  readonly today: Plan;
  readonly recruitment: {
    readonly needed: number;
    readonly bound: number;
    readonly proven: boolean;
    readonly by: string;
    readonly recruits: readonly Recruit[];
    readonly pockets: readonly Pocket[];
  } | null;
  readonly after: Plan | null;
  readonly relaxations: {
    readonly max_distance_m: number | null;
    readonly max_households: number | null;
  } | null;
  readonly message: Told;
  /** Why households are out of reach along the paths; older results know none. */
  readonly hints?: readonly { readonly household: string; readonly message: Told }[];
}

export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly villages: readonly {
    readonly id: string;
    readonly name: string;
    readonly verdict: Both<Verdict | null>;
    readonly recruits: Both<number | null>;
    readonly unserved: Both<number | null>;
    readonly walk_m: Both<number | null>;
    readonly households_changed: number | null;
  }[];
}
