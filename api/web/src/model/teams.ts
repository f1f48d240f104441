/** The teams of a plan: who is in each, where it is, and in which colour it is drawn. */

import type { Plan, TeamResult } from "../api/free-objects";
import type { Pair } from "../geometry/hull";

/** Colours by which teams side by side are told apart; they repeat where there are more teams. */
export const TEAM_FILLS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#8a6d00"] as const;

export interface Team extends TeamResult {
  readonly fill: string;
  /** Where the leader lives. */
  readonly at: Pair;
}

export interface Teams {
  readonly listed: readonly Team[];
  readonly byId: ReadonlyMap<string, Team>;
  /** Member to team. */
  readonly ofPerson: ReadonlyMap<string, Team>;
}

/** The teams of a plan; null where none were asked for. */
export function teamsOf(plan: Plan, persons: ReadonlyMap<string, { readonly at: Pair }>): Teams | null {
  if (!plan.teams) return null;
  const westward = (team: TeamResult): number => persons.get(team.leader)?.at[0] ?? 0;
  // Neighbours from west to east have colours that follow one another.
  const ranked = [...plan.teams].sort((a, b) => westward(a) - westward(b));
  const fill = new Map(ranked.map(({ id }, nth) => [id, TEAM_FILLS[nth % TEAM_FILLS.length]!]));
  const listed = plan.teams.map((team) => ({
    ...team,
    fill: fill.get(team.id)!,
    at: persons.get(team.leader)?.at ?? ([0, 0] as const),
  }));
  return {
    listed,
    byId: new Map(listed.map((team) => [team.id, team])),
    ofPerson: new Map(listed.flatMap((team) => team.members.map((member) => [member, team] as const))),
  };
}
