/** How components reach the store. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";

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
