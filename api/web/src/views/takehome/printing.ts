/** Lists to print, as the address holds them: of which villages, of which plan, and how. */

import { pathOf } from "../../api/client";
import type { Run } from "../../api/runs";
import type { Row } from "../../api/types";
import { isInArea } from "../../model/province";
import type { At } from "../../state/address";

export type Ending = "pdf" | "zip";
export type Extra = "overview" | "large";

/** What stands for all villages in the address. */
const WHOLE = "all";
const AREA = "area:";
const VILLAGE = "village:";

export interface Printing {
  /** As the list of choices has it. */
  readonly scope: string;
  /** The village's id; null where there are several. */
  readonly village: string | null;
  /** A unit from the top down; empty for the whole. */
  readonly area: string;
  readonly plan: "today" | "after";
  /** Whether somebody is recruited in what is printed: else there is no plan afterwards. */
  readonly recruited: boolean;
  readonly by: "member" | "team";
  readonly extras: readonly Extra[];
}

export const EXTRAS: readonly Extra[] = ["overview", "large"];

export function scopeOf(kind: "area" | "village", name: string): string {
  if (kind === "village") return `${VILLAGE}${name}`;
  return name ? `${AREA}${name}` : WHOLE;
}

/** Read what is to be printed; a village or an area that the plan has not is the whole. */
export function printingOf(at: At, { rows, scenario }: Run): Printing {
  const said = at.print ?? "";
  const village = (said === "" && rows.find(({ id }) => id === at.village)) || null;
  const unit = said.startsWith(AREA) ? said.slice(AREA.length) : "";
  const area = rows.some((row) => isInArea(row, unit)) ? unit : "";
  const printed = village ? [village] : rows.filter((row) => isInArea(row, area));
  const recruited = printed.some(needsSomebody);
  return {
    scope: village ? scopeOf("village", village.id) : scopeOf("area", area),
    village: village?.id ?? null,
    area: village ? "" : area,
    plan: recruited && at.plan === "after" ? "after" : "today",
    recruited,
    by: scenario.rules.teams && at.by === "team" ? "team" : "member",
    extras: EXTRAS.filter((name) => at[name] === "true"),
  };
}

export function needsSomebody(row: Row): boolean {
  return (row.recruits_needed ?? 0) > 0;
}

/** Where the file is, and how it is called when it is saved. */
export function fileOf({ village, area, plan, by, extras }: Printing, result: string, ending: Ending): { readonly path: string; readonly name: string } {
  const path = pathOf("/v1/results/{result}/printed/{file}", { result, file: `sheets.${ending}` });
  const some: At = village !== null ? { village } : area ? { area } : {};
  const query = new URLSearchParams({ plan, by, ...some, ...Object.fromEntries(extras.map((name) => [name, "true"])) });
  const whose = village ?? (area.split(" / ").at(-1) || "sheets");
  return { path: `${path}?${query}`, name: `${[whose, plan, ...(by === "team" ? [by] : []), ...extras].join("-")}.${ending}` };
}
