/** Where villages stand on the province's map: at their place, or in a tidy diagram where the data share no map. */

import type { Site } from "../api/types";
import { boundsOf, type Plane, planeOf } from "../geometry/plane";
import { inOrder } from "../words/locale";

/** A named outline round the villages of an area. */
export interface Block {
  readonly name: string;
  readonly depth: number;
  readonly sites: readonly string[];
  /** The box in a diagram; null where the outline follows the villages. */
  readonly box: readonly [number, number, number, number] | null;
}

export interface Layout {
  readonly plane: Plane;
  readonly at: ReadonlyMap<string, readonly [number, number]>;
  readonly blocks: readonly Block[];
  readonly schematic: boolean;
}

const CELL = 100;
const TITLE = 70;
const GAP = 60;

/** Lay the villages out: in a diagram where most have no place, or none of their own. */
export function layout(sites: readonly Site[], lonlat: boolean): Layout {
  const placed = sites.filter((site) => site.x !== null && site.y !== null);
  const spots = placed.map(({ x, y }) => ({ x: x ?? 0, y: y ?? 0 }));
  const plane = planeOf(lonlat, spots);
  const points = spots.map((spot) => plane.metres(spot));
  if (2 * placed.length < sites.length) return diagram(sites, plane);
  if (!lonlat && overlapping(placed, points)) return diagram(sites, plane);
  const at = new Map(placed.map((site, nth) => [site.id, points[nth]!] as const));
  return { plane, at, blocks: areas(placed), schematic: false };
}

/** Tell whether the villages lie upon each other: each was given in a plane of its own. */
function overlapping(sites: readonly Site[], points: readonly [number, number][]): boolean {
  if (sites.length < 2) return false;
  const widths = sites.map((site) => 30 * Math.sqrt(site.households + 1));
  const near = points.filter((point, nth) =>
    points.some(
      (other, row) =>
        row !== nth && Math.hypot(point[0] - other[0], point[1] - other[1]) < 0.7 * widths[nth]!,
    ),
  );
  return near.length > sites.length / 3;
}

/** Group by the innermost area; its parents too, as long as they tell villages apart. */
function areas(sites: readonly Site[]): Block[] {
  const groups = new Map<string, { name: string; depth: number; sites: string[] }>();
  for (const site of sites) {
    site.area.forEach((name, depth) => {
      const key = site.area.slice(0, depth + 1).join("\u0000");
      const group = groups.get(key) ?? { name, depth, sites: [] };
      group.sites.push(site.id);
      groups.set(key, group);
    });
  }
  return [...groups.values()]
    .filter((group) => group.sites.length < sites.length)
    .map((group) => ({ ...group, box: null }));
}

/** Put the villages of each area side by side in a box, and the boxes on shelves. */
function diagram(sites: readonly Site[], plane: Plane): Layout {
  const groups = new Map<string, Site[]>();
  for (const site of [...sites].sort((a, b) => inOrder(a.name || a.id, b.name || b.id))) {
    const key = site.area.join(" · ");
    groups.set(key, [...(groups.get(key) ?? []), site]);
  }
  const at = new Map<string, readonly [number, number]>();
  const blocks: Block[] = [];
  const width = Math.sqrt(sites.length * 1.7) * CELL * 1.35;
  let [left, top, shelf] = [0, 0, 0];
  for (const [name, members] of groups) {
    const columns = Math.max(2, Math.ceil(Math.sqrt(members.length * 1.6)));
    const rows = Math.ceil(members.length / columns);
    const [across, down] = [columns * CELL, rows * CELL + TITLE];
    if (left > 0 && left + across > width) [left, top, shelf] = [0, top + shelf + GAP, 0];
    members.forEach((site, nth) => {
      const [column, row] = [nth % columns, Math.floor(nth / columns)];
      at.set(site.id, [left + (column + 0.5) * CELL, -(top + TITLE + (row + 0.5) * CELL)]);
    });
    const box = [left, -(top + down), left + across, -top] as const;
    blocks.push({ name, depth: 0, sites: members.map(({ id }) => id), box });
    left += across + GAP;
    shelf = Math.max(shelf, down);
  }
  return { plane: { ...plane, degrees: null }, at, blocks, schematic: true };
}

/** The bounds of everything that is laid out. */
export function boundsOfLayout({ at, blocks }: Layout): [number, number, number, number] {
  const corners = blocks.flatMap(({ box }) =>
    box ? [[box[0], box[1]] as const, [box[2], box[3]] as const] : [],
  );
  return boundsOf([...at.values(), ...corners]);
}
