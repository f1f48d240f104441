/** The page: its head, and below it the view that the address names. */

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";

import { Unreachable } from "./api/client";
import { Header } from "./components/header";
import { Failure } from "./components/notices";
import type { At, View } from "./state/address";
import { useLocale, useStore } from "./state/context";
import type { Store } from "./state/store";
import { showBudget } from "./views/budget/budget";
import { showCounts } from "./views/counts/counts";
import { showPoints } from "./views/points/points";
import { showProvince } from "./views/province/province";
import { showStart } from "./views/start/start";
import { showTakehome } from "./views/takehome/takehome";
import { showVillage } from "./views/village/village";
import { showWhatif } from "./views/whatif/whatif";

/** A view reads what it needs, and returns what is shown of it. */
type Show = (store: Store, at: At, signal: AbortSignal) => Promise<JSX.Element>;

const SHOW: Readonly<Record<View, Show>> = {
  start: showStart,
  province: showProvince,
  village: showVillage,
  whatif: showWhatif,
  takehome: showTakehome,
  counts: showCounts,
  budget: showBudget,
  points: showPoints,
};

export function Page() {
  const { router, topic } = useStore();
  const { words, language } = useLocale();
  const main = useRef<HTMLElement>(null);
  const shown = useRef<View | null>(null);
  const visit = router.visit.value;
  const { view } = router.place.value;
  const named = topic.value || words.steps[view];
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.title = `${named} · ${words.product}`;
  }, [named, words]);
  useLayoutEffect(() => {
    if (shown.current !== null && shown.current !== view) main.current?.focus({ preventScroll: true });
    if (shown.current !== view) window.scrollTo(0, 0);
    shown.current = view;
  }, [visit]);
  // A link to jump over the head; the address must not change, it holds the state.
  const skip = (event: MouseEvent): void => {
    event.preventDefault();
    main.current?.focus();
  };
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        {words.skip}
      </a>
      <Header />
      <Visit key={visit} view={view} main={main} />
    </>
  );
}

type Stand = { readonly content: JSX.Element } | { readonly error: unknown };

interface VisitProps {
  readonly view: View;
  readonly main: { current: HTMLElement | null };
}

/** One visit to a view: it waits for what the view reads, and leaves everything when it ends. */
function Visit({ view, main }: VisitProps) {
  const store = useStore();
  const { words } = useLocale();
  const stand = useSignal<Stand | null>(null);
  useLayoutEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const fail = (error: unknown): void => {
      if (signal.aborted) return;
      stand.value = { error };
      if (error instanceof Unreachable) void store.client.answersAgain(signal).then((there) => there && store.router.redraw());
    };
    SHOW[view](store, store.router.place.peek().at, signal).then((content) => {
      if (!signal.aborted) stand.value = { content };
    }, fail);
    return () => leaving.abort();
  }, []);
  const now = stand.value;
  const ready = now === null ? undefined : "content" in now ? "true" : "failed";
  useLayoutEffect(() => {
    if (ready === "true") performance.mark("view ready");
  }, [ready]);
  return (
    <main id="main" ref={main} tabIndex={-1} class={`view-${view}`} data-ready={ready}>
      {now === null ? (
        <p class="loading" role="status">
          {words.loading}
        </p>
      ) : "content" in now ? (
        now.content
      ) : (
        <Failure error={now.error} retry={() => store.router.redraw()} />
      )}
    </main>
  );
}
