/** The local plane that the maps are drawn in: metres east and north. */

export interface At {
  readonly x: number;
  readonly y: number;
}

export interface Plane {
  /** Metres of given coordinates. */
  readonly metres: (at: At) => [number, number];
  /** Degrees of metres; null where the data have no place on the earth. */
  readonly degrees: ((metres: readonly [number, number]) => [number, number]) | null;
}

const METRES_A_DEGREE = 111_195;

/** Make the plane of some points: as they are, or flattened round their middle (only for drawing). */
export function planeOf(lonlat: boolean, points: readonly At[]): Plane {
  if (!lonlat) return { metres: ({ x, y }) => [x, y], degrees: null };
  const [lon, lat] = middle(points);
  const across = METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180);
  return {
    metres: ({ x, y }) => [(x - lon) * across, (y - lat) * METRES_A_DEGREE],
    degrees: ([x, y]) => [lon + x / across, lat + y / METRES_A_DEGREE],
  };
}

function middle(points: readonly At[]): [number, number] {
  if (points.length === 0) return [0, 0];
  const [west, south, east, north] = boundsOf(points.map(({ x, y }) => [x, y]));
  return [(west + east) / 2, (south + north) / 2];
}

export type Bounds = [number, number, number, number];

/** West, south, east, north. */
export function boundsOf(points: readonly (readonly [number, number])[]): Bounds {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    bounds[0] = Math.min(bounds[0], x);
    bounds[1] = Math.min(bounds[1], y);
    bounds[2] = Math.max(bounds[2], x);
    bounds[3] = Math.max(bounds[3], y);
  }
  return bounds;
}

/** A round number not above the given one: 1, 2 or 5 times a power of ten. */
export function round125(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([5, 2, 1].find((digit) => digit * power <= most) ?? 1) * power;
}
