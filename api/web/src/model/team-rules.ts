/** Rules of teams as an address holds them: the four numbers that the page changes, between dots. */

import type { TeamRules } from "../api/types";

export const USUAL_TEAMS: TeamRules = { min: 5, max: 12, target: 9, max_distance_m: null, leader_max_households: null };
const NONE = "none";
const MOST = 1_000_000;

export function teamsAsText(teams: TeamRules | null): string {
  if (!teams) return NONE;
  const { min, max, target, leader_max_households: led, max_distance_m: far } = teams;
  return [min, max, target, led ?? "", far ?? ""].join("_");
}

/** The rules of a text; undefined where it cannot be read. */
export function teamsOfText(text: string): TeamRules | null | undefined {
  if (text === NONE) return null;
  const [min, max, target, led, far] = text.split("_").map((part) => (part === "" ? null : Number(part)));
  if (min == null || max == null || target == null) return undefined;
  if ([min, max, target, led ?? 0, far ?? 0].some((value) => !Number.isFinite(value))) return undefined;
  return { min, max, target, max_distance_m: far ?? null, leader_max_households: led ?? null };
}

/** What is wrong with rules of teams: a number, or a window that holds none. */
export function teamsFault({ min, max, target, leader_max_households: led }: TeamRules): "number" | "window" | null {
  const counts = [min, max, target, ...(led == null ? [] : [led])];
  if (!counts.every((count) => Number.isInteger(count) && count >= 1 && count <= MOST)) return "number";
  return min > max ? "window" : null;
}
