/** The state of the page stands in its address: a link opens the same view, and a reload loses nothing. */

/** The steps of a plan, which the head leads through. */
export const STEPS = ["start", "province", "village", "whatif", "takehome"] as const;
/** Beside them, ways to begin, and what is asked of all villages together. */
export const VIEWS = [...STEPS, "counts", "points", "budget"] as const;
export type View = (typeof VIEWS)[number];

/** What a view shows, by key. */
export type At = Readonly<Record<string, string>>;

/** Where the planner is: a view and what it shows. */
export interface Place {
  readonly view: View;
  readonly at: At;
}

/** What moves along from view to view. */
const KEPT = ["run", "village", "lang"] as const;

/** Read the place out of an address's fragment; whatever is unknown leads to the start. */
export function placeOf(fragment: string): Place {
  const [path = "", query = ""] = fragment.replace(/^#\/?/, "").split("?", 2);
  const view = VIEWS.find((name) => name === path) ?? "start";
  return { view, at: Object.fromEntries(new URLSearchParams(query)) };
}

/** Write a place as a fragment; empty values are left out. */
export function fragmentOf({ view, at }: Place): string {
  const filled = Object.entries(at).filter(([, value]) => value !== "");
  const query = new URLSearchParams(filled.sort(([a], [b]) => a.localeCompare(b))).toString();
  return `#/${view}${query ? `?${query}` : ""}`;
}

/** The part of a place that moves along to another view. */
export function keptOf({ at }: Place): At {
  return Object.fromEntries(KEPT.map((key) => [key, at[key] ?? ""]));
}
