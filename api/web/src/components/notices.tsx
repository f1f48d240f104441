/** What a view shows while there is nothing to show, or after something went wrong. */

import { useRef } from "preact/hooks";

import { Refusal } from "../api/client";
import type { View } from "../state/address";
import { useLocale, useStore } from "../state/context";
import { reasonOf } from "./reason";
import { ViewLink } from "./view-link";

export interface EmptyProps {
  readonly title: string;
  readonly says: string;
  /** The way on, and where it leads. */
  readonly way: string;
  readonly view: View;
}

export function Empty({ title, says, way, view }: EmptyProps) {
  const { router } = useStore();
  return (
    <section class="card empty">
      <h2>{title}</h2>
      <p>{says}</p>
      <p class="actions">
        <button type="button" class="primary" onClick={() => router.go(view)}>
          {way}
        </button>
      </p>
    </section>
  );
}

export interface FailureProps {
  readonly error: unknown;
  readonly retry: () => void;
}

/** A card that says what went wrong and what can be done. */
export function Failure({ error, retry }: FailureProps) {
  const locale = useLocale();
  const { words } = locale;
  if (error instanceof Refusal && error.status === 401) return <KeyCard retry={retry} />;
  return (
    <section class="card failure" role="alert">
      <h2>{words.problem.title}</h2>
      <p>{reasonOf(error, locale)}</p>
      <p class="actions">
        <button type="button" class="primary" onClick={retry}>
          {words.retry}
        </button>
        <ViewLink to="start" at={{ run: "", village: "" }}>
          {words.backToStart}
        </ViewLink>
      </p>
    </section>
  );
}

function KeyCard({ retry }: { readonly retry: () => void }) {
  const store = useStore();
  const say = useLocale().words.problem;
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    store.useKey(field.current?.value.trim() ?? "");
    retry();
  };
  return (
    <section class="card failure">
      <h2>{say.key}</h2>
      <p>{say.keySays}</p>
      <form class="actions" onSubmit={submit}>
        <label for="key">{say.keyLabel}</label>
        <input type="password" id="key" ref={field} autocomplete="off" required />
        <button type="submit" class="primary">
          {say.keyUse}
        </button>
      </form>
    </section>
  );
}

/** Something went wrong in a part of a view. */
export function Fault({ error }: { readonly error: unknown }) {
  return (
    <p class="bad" role="alert">
      {reasonOf(error, useLocale())}
    </p>
  );
}
