/** Where people are drawn: at their points, or, in a village without points, alley by alley. */

import type { VillageRequest } from "../api/types";
import type { At } from "../geometry/plane";
import { inOrder } from "../words/locale";

/** Somebody with an address, a point, or neither. */
interface Resident {
  readonly id: string;
  readonly x?: number | null | undefined;
  readonly y?: number | null | undefined;
  readonly hamlet?: string | null | undefined;
  readonly alley?: string | null | undefined;
  readonly order?: number | null | undefined;
}

/** Somebody who may stand at another's place: a recruit. */
interface Suggested extends Resident {
  readonly place?: string | null;
}

const HOUSE_M = 15;
const ALLEY_M = 40;
const HAMLET_M = 60;
const A_ROW = 20;

/** Return where everybody of a village stands. */
export function standing(request: VillageRequest): (one: Suggested) => At {
  const residents: readonly Resident[] = [...request.households, ...request.members, ...(request.places ?? [])];
  if (residents.every((one) => typeof one.x === "number" && typeof one.y === "number")) return (one) => at(one.x, one.y);
  const strips = stripsOf(request);
  const sites = new Map((request.places ?? request.households).map((site) => [site.id, site] as const));
  return (one) => strips(sites.get(one.place ?? "") ?? one);
}

function at(x: number | null | undefined, y: number | null | undefined): At {
  return { x: x ?? 0, y: y ?? 0 };
}

/** An alley is a line, houses stand in their order; who has no address stands in rows below. */
function stripsOf(request: VillageRequest): (one: Resident) => At {
  const residents: readonly Resident[] = [...request.households, ...request.members, ...(request.places ?? [])];
  const alleys = [...new Set(residents.filter((one) => one.hamlet).map(alleyOf))].sort(inOrder);
  const rows = new Map<string, number>();
  let y = 0;
  let hamlet = "";
  for (const alley of alleys) {
    const [name = ""] = alley.split("\u0000");
    if (rows.size > 0) y -= name === hamlet ? ALLEY_M : ALLEY_M + HAMLET_M;
    hamlet = name;
    rows.set(alley, y);
  }
  const rest = new Map(residents.filter((one) => !one.hamlet).map((one, nth) => [one, nth] as const));
  return (one) => {
    const row = rows.get(alleyOf(one));
    if (one.hamlet && row !== undefined) return at((one.order ?? 0) * HOUSE_M, row);
    const nth = rest.get(one) ?? 0;
    return at((nth % A_ROW) * HOUSE_M, y - HAMLET_M - Math.floor(nth / A_ROW) * ALLEY_M);
  };
}

function alleyOf(one: Resident): string {
  return `${one.hamlet ?? ""}\u0000${one.alley ?? ""}`;
}
