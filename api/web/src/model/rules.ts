/** Changed rules: read from the address, written to it, and said in words. */

import type { Priority, Rules } from "../api/types";
import type { Language, Locale } from "../words/locale";
import { isAbsurd, written } from "./numbers";
import { teamsAsText, teamsFault, teamsOfText } from "./team-rules";
import { vietnamese } from "../words/vi";

export type Changes = Partial<Rules>;

export const RULES = [
  "min_households",
  "max_households",
  "max_distance_m",
  "minimum",
  "recruiting",
  "max_recruits",
  "priorities",
  "fairest_step_m",
  "teams",
] as const satisfies readonly (keyof Rules)[];

/** The changes that stand in an address; what cannot be read is left out. */
export function changesOf(at: Readonly<Record<string, string>>): Changes {
  const changes: { -readonly [K in keyof Rules]?: Rules[K] } = {};
  const count = (text: string | undefined): number | null =>
    text && Number.isFinite(Number(text)) ? Number(text) : null;
  for (const key of ["min_households", "max_households", "max_distance_m", "fairest_step_m"] as const) {
    const value = count(at[key]);
    if (value !== null) changes[key] = value;
  }
  const teams = teamsOfText(at.teams ?? "");
  if (teams !== undefined) changes.teams = teams;
  if (at.minimum === "flag" || at.minimum === "enforce") changes.minimum = at.minimum;
  if (at.recruiting) changes.recruiting = at.recruiting === "true";
  if (at.max_recruits) changes.max_recruits = count(at.max_recruits);
  if (at.priorities) changes.priorities = at.priorities.split(".").filter(isPriority);
  return changes;
}

/** The goals that can come first: those that the page has words for; the compiler compares them with the API's. */
const NAMED: Readonly<Record<Priority, string>> = vietnamese.whatif.priority;
export const GOALS = Object.keys(NAMED) as readonly Priority[];

/** Metres of the steps in which walks are compared where nobody says otherwise, as the service has them. */
export const STEP_M = 25;

export function isPriority(text: string): text is Priority {
  return Object.hasOwn(NAMED, text);
}

/** The changes as an address holds them; '' takes a key away. */
export function asAddress(changes: Changes): Record<string, string> {
  return Object.fromEntries(
    RULES.map((key) => {
      const value = changes[key];
      if (value === undefined) return [key, ""];
      if (key === "teams") return [key, teamsAsText(changes.teams ?? null)];
      if (key === "max_recruits" && value === null) return [key, "none"];
      return [key, Array.isArray(value) ? value.join(".") : String(value)];
    }),
  );
}

/** Only what differs from the rules in force. */
export function differing(changes: Changes, rules: Rules): Changes {
  const kept = RULES.filter(
    (key) => key in changes && JSON.stringify(changes[key]) !== JSON.stringify(rules[key]),
  );
  return Object.fromEntries(kept.map((key) => [key, changes[key]]));
}

/** "at most 12 households, limit 800 m". */
export function told(changes: Changes, { language, words, number, length }: Locale): string {
  const say = words.whatif;
  const parts: string[] = [];
  if (changes.min_households !== undefined) parts.push(say.rule.min_households(number(changes.min_households)));
  if (changes.max_households !== undefined) parts.push(say.rule.max_households(number(changes.max_households)));
  if (changes.max_distance_m !== undefined) parts.push(say.rule.max_distance_m(distance(changes.max_distance_m, language, length)));
  if (changes.minimum !== undefined) parts.push(say.rule.minimum(say[changes.minimum]));
  if (changes.recruiting !== undefined) parts.push(say.rule.recruiting(changes.recruiting));
  if (changes.max_recruits !== undefined) {
    const most = changes.max_recruits;
    parts.push(most === null ? say.rule.max_recruits_none : say.rule.max_recruits(number(most)));
  }
  if (changes.priorities !== undefined) {
    parts.push(say.rule.priorities(changes.priorities.map((one) => say.priority[one]).join(", ")));
  }
  if (changes.fairest_step_m !== undefined) parts.push(say.rule.fairest_step_m(length(changes.fairest_step_m)));
  if (changes.teams !== undefined) parts.push(toldTeams(changes.teams, say, number));
  return parts.join(", ");
}

function toldTeams(teams: Rules["teams"], { rule }: Locale["words"]["whatif"], number: Locale["number"]): string {
  if (!teams) return rule.teams_none;
  const said = rule.teams(number(teams.min), number(teams.max), number(teams.target));
  return teams.leader_max_households == null ? said : `${said}, ${rule.teams_leader(number(teams.leader_max_households))}`;
}

/** A limit as it was typed, to the last decimal where it is short: 1.5 m is not 2 m. */
function distance(metres: number, language: Language, length: (metres: number) => string): string {
  return isAbsurd(metres) || !Number.isInteger(metres) ? `${written(metres, language)} m` : length(metres);
}

/** What is wrong with the rules as they would be; null where nothing is. */
export function fault(rules: Rules, { words }: Locale): string | null {
  const say = words.whatif;
  const counts = [rules.min_households, rules.max_households];
  const whole = counts.every((count) => Number.isInteger(count) && count >= 0 && count <= 1_000_000);
  if (!whole || rules.max_households < 1 || !(rules.max_distance_m >= 0 && rules.max_distance_m <= 1e7)) return say.wrongNumber;
  const step = rules.fairest_step_m ?? STEP_M;
  if (!(step >= 1 && step <= 1e5)) return say.wrongNumber;
  const most = rules.max_recruits;
  if (most !== null && !(Number.isInteger(most) && most >= 0)) return say.wrongNumber;
  const teams = rules.teams ? teamsFault(rules.teams) : null;
  if (teams === "number") return say.wrongNumber;
  return rules.min_households > rules.max_households || teams === "window" ? say.wrongWindow : null;
}
