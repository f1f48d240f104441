/** The head of the page: where one is, where one can go, and the language. */

import { fragmentOf, here, linkTo, VIEWS, type View } from "./address";
import { h, svg } from "./dom";
import { choose, language, words } from "./language";

export function header(view: View): HTMLElement {
  const nav = h("nav", { "aria-label": words().stepsLabel }, h("ol", {}, VIEWS.map((name) => step(name, view))));
  // On a phone the steps are wider than the screen: bring the present one into sight.
  window.requestAnimationFrame(() => {
    const current = nav.querySelector<HTMLElement>("[aria-current]");
    nav.scrollLeft = Math.max(0, (current?.offsetLeft ?? 0) - nav.offsetLeft - nav.clientWidth / 3);
  });
  return h(
    "header",
    { class: "head" },
    h("a", { class: "brand", href: linkTo("start") }, emblem(), h("span", {}, words().product)),
    nav,
    languages(),
  );
}

/** A step that needs a run, or a village, is no link before there is one. */
function step(name: View, view: View): HTMLElement {
  const { run, village } = here().at;
  const open = name === "start" || (run && (name !== "village" || village));
  const text = words().steps[name];
  if (!open) return h("li", {}, h("span", { class: "step closed" }, text));
  const current = name === view ? "page" : false;
  return h("li", {}, h("a", { class: "step", href: linkTo(name), "aria-current": current }, text));
}

function languages(): HTMLElement {
  const other = language() === "vi" ? "en" : "vi";
  const click = (): void => {
    choose(other);
    const { view, at } = here();
    window.location.hash = fragmentOf({ view, at: { ...at, lang: other } });
  };
  return h(
    "button",
    { type: "button", class: "language", lang: other, title: words().otherLanguageTitle, on: { click } },
    words().otherLanguage,
  );
}

/** Three homes and the person between them. */
function emblem(): SVGElement {
  const home = (x: number, y: number): SVGElement =>
    svg("path", { d: `M${x} ${y - 4}l4.2 3.6v4.4h-8.4v-4.4z`, fill: "#8fd0c0" });
  const way = (x: number, y: number): SVGElement =>
    svg("path", { d: `M16 17L${x} ${y}`, stroke: "#8fd0c0", "stroke-width": 1.6 });
  return svg(
    "svg",
    { viewBox: "0 0 32 32", width: 30, height: 30, "aria-hidden": "true" },
    way(7, 9),
    way(25, 9),
    way(16, 27),
    home(7, 8),
    home(25, 8),
    home(16, 26),
    svg("circle", { cx: 16, cy: 16, r: 4.6, fill: "#ffd27a" }),
  );
}
