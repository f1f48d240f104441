/** Where the planner is, read from the address and written to it. */

import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";

import { type At, fragmentOf, keptOf, type Place, placeOf, type View } from "./address";

export class Router {
  private readonly here = signal(placeOf(window.location.hash));
  private readonly visits = signal(0);

  readonly place: ReadonlySignal<Place> = this.here;
  /** Grows whenever a view is to be shown anew: after a link, after the way back, after `redraw`. */
  readonly visit: ReadonlySignal<number> = this.visits;

  /** What moves along, as one text: links are drawn anew only where that is another one. */
  private readonly kept = computed(() => JSON.stringify(keptOf(this.here.value)));

  constructor() {
    window.addEventListener("hashchange", () => this.redraw());
  }

  /** Show the present view again, with what is known by now. */
  redraw(): void {
    batch(() => {
      this.here.value = placeOf(window.location.hash);
      this.visits.value += 1;
    });
  }

  /** Go to another view; the way back is the browser's. */
  go(view: View, at: At = {}): void {
    window.location.hash = this.link(view, at);
  }

  /** Keep a detail of the present view in the address without showing the view anew. */
  note(changes: At): void {
    const { view, at } = this.here.peek();
    const place = { view, at: { ...at, ...changes } };
    window.history.replaceState(null, "", fragmentOf(place));
    this.here.value = place;
  }

  /** The address of another view of the same run. */
  link(view: View, at: At = {}): string {
    return fragmentOf({ view, at: { ...(JSON.parse(this.kept.value) as At), ...at } });
  }

  /** What the address says as long as the present visit lasts, and as it was left afterwards. */
  visitAt(): ReadonlySignal<At> {
    const visit = this.visits.peek();
    let last = this.here.peek().at;
    return computed(() => {
      if (this.visits.value === visit) last = this.here.value.at;
      return last;
    });
  }
}
