/** How components reach the store. */

import { createContext } from "preact";
import { useContext, useLayoutEffect } from "preact/hooks";

import type { Locale } from "../words/locale";
import type { Store } from "./store";

export const StoreContext = createContext<Store | null>(null);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error("no store around this component");
  return store;
}

/** The present language; the component is drawn anew when another is chosen. */
export function useLocale(): Locale {
  return useStore().locale.value;
}

/** Name what is shown in the title of the tab, as long as it is shown. */
export function useTopic(topic: string): void {
  const store = useStore();
  useLayoutEffect(() => {
    store.show(topic);
    return () => store.show("");
  }, [topic]);
}
