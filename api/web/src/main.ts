/** The page: reads the address, shows the view, and again whenever the address changes. */

import "./styles/ground.css";
import "./styles/parts.css";
import "./styles/views.css";

import { here, type View } from "./address";
import { answersAgain, Unreachable } from "./api";
import { h, refill } from "./dom";
import { header } from "./header";
import { language, words } from "./language";
import { failure } from "./parts";
import { start } from "./views/start";
import { province } from "./views/province";
import { takehome } from "./views/takehome";
import { village } from "./views/village";
import { whatif } from "./views/whatif";

/** What a view gets: where to draw, and when to stop. */
export interface Showing {
  readonly root: HTMLElement;
  readonly at: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const SHOW: Readonly<Record<View, (showing: Showing) => Promise<void>>> = {
  start,
  province,
  village,
  whatif,
  takehome,
};

let leaving = new AbortController();
let shown: View | null = null;

async function show(): Promise<void> {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const { view, at } = here();
  document.documentElement.lang = language();
  document.title = `${words().steps[view]} · ${words().product}`;
  const root = h("main", { id: "main", tabindex: -1, class: `view-${view}` });
  const waiting = h("p", { class: "loading", role: "status" }, words().loading);
  root.append(waiting);
  refill(document.body, skip(root), header(view), root);
  if (shown !== null && shown !== view) root.focus({ preventScroll: true });
  if (shown !== view) window.scrollTo(0, 0);
  shown = view;
  try {
    await SHOW[view]({ root, at, signal });
    waiting.remove();
    root.dataset.ready = "true";
    performance.mark("view ready");
  } catch (error) {
    if (signal.aborted) return;
    refill(root, failure(error, () => void show()));
    root.dataset.ready = "failed";
    if (error instanceof Unreachable && (await answersAgain(signal))) void show();
  }
}

/** A link to jump over the head; the address must not change, it holds the state. */
function skip(root: HTMLElement): HTMLElement {
  const click = (event: MouseEvent): void => {
    event.preventDefault();
    root.focus();
  };
  return h("a", { class: "skip", href: "#main", on: { click } }, words().skip);
}

// A file that misses its place must not take the page away.
for (const name of ["dragover", "drop"] as const) window.addEventListener(name, (event) => event.preventDefault());
window.addEventListener("hashchange", () => void show());
void show();
