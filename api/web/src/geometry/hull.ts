/** Outlines round points. */

export type Pair = readonly [number, number];

/** The convex hull, counter-clockwise (Andrew's monotone chain). */
export function hull(points: readonly Pair[]): Pair[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const lower = chain(sorted);
  const upper = chain(sorted.reverse());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function chain(points: readonly Pair[]): Pair[] {
  const kept: Pair[] = [];
  for (const point of points) {
    while (kept.length > 1 && turn(kept[kept.length - 2]!, kept[kept.length - 1]!, point) <= 0) {
      kept.pop();
    }
    kept.push(point);
  }
  return kept;
}

function turn(a: Pair, b: Pair, c: Pair): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** The points of some ids; ids without one are passed over. */
export function spots(ids: readonly string[], at: ReadonlyMap<string, Pair>): Pair[] {
  return ids.map((id) => at.get(id)).filter((spot) => spot !== undefined);
}

const CORNERS = 16;

/** A soft outline some metres round points, as a closed ring: the hull of a circle round each. */
export function outline(points: readonly Pair[], margin: number): number[][] {
  const around = hull(points).flatMap(([x, y]) =>
    Array.from({ length: CORNERS }, (_, nth): Pair => {
      const angle = (2 * Math.PI * nth) / CORNERS;
      return [x + margin * Math.cos(angle), y + margin * Math.sin(angle)];
    }),
  );
  const ring = hull(around).map(([x, y]) => [x, y]);
  return ring[0] ? [...ring, ring[0]] : ring;
}
