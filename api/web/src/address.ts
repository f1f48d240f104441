/** The state of the page stands in its address: a link opens the same view, and a reload loses nothing. */

export const VIEWS = ["start", "province", "village", "whatif", "takehome"] as const;
export type View = (typeof VIEWS)[number];

/** Where the planner is: a view and what it shows. */
export interface Place {
  readonly view: View;
  readonly at: Readonly<Record<string, string>>;
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

export function here(): Place {
  return placeOf(window.location.hash);
}

/** The fragment of another view of the same run. */
export function linkTo(view: View, at: Readonly<Record<string, string>> = {}): string {
  const now = here().at;
  const kept = Object.fromEntries(KEPT.map((key) => [key, now[key] ?? ""]));
  return fragmentOf({ view, at: { ...kept, ...at } });
}

/** Go to another view; the way back is the browser's. */
export function go(view: View, at: Readonly<Record<string, string>> = {}): void {
  window.location.hash = linkTo(view, at);
}

/** Keep a detail of the present view in the address without drawing the view again. */
export function note(changes: Readonly<Record<string, string>>): void {
  const { view, at } = here();
  window.history.replaceState(null, "", fragmentOf({ view, at: { ...at, ...changes } }));
}
