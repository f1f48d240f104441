/** What the ground of a village is like: paths, barriers, and the crossings over them. */

import type { Both, VillageRequest } from "../api/types";
import type { Plane } from "../geometry/plane";

type Line = readonly Both<number>[];

/** In metres of the village's plane; empty where nothing was given. */
export interface Ground {
  readonly paths: readonly Line[];
  readonly walls: readonly Line[];
  readonly crossings: Line;
}

export function groundOf({ network, barriers }: VillageRequest, plane: Plane): Ground {
  const spots = (points: readonly (readonly number[])[]): Both<number>[] =>
    points.map(([x = 0, y = 0]) => plane.metres({ x, y }));
  const nodes = spots(network?.nodes ?? []);
  return {
    paths: (network?.edges ?? []).map(([start, end]) => [nodes[start]!, nodes[end]!]),
    walls: (barriers?.lines ?? []).map(spots),
    crossings: spots(barriers?.crossings ?? []),
  };
}
