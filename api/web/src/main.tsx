/** Starts the page. */

import "./styles/ground.css";
import "./styles/parts.css";
import "./styles/views.css";
import "./styles/desk.css";
import "./styles/print.css";

import { render } from "preact";

import { Page } from "./page";
import { StoreContext } from "./state/context";
import { Store } from "./state/store";

// A file that misses its place must not take the page away.
for (const name of ["dragover", "drop"] as const) window.addEventListener(name, (event) => event.preventDefault());

document.body.replaceChildren();
render(
  <StoreContext.Provider value={new Store()}>
    <Page />
  </StoreContext.Provider>,
  document.body,
);
