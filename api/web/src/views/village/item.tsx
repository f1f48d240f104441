/** Lists whose items are pointed at together with the map. */

import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";

import { Icon } from "../../components/verdict";
import type { Mark } from "../../marks";
import { keyOf, type Subject } from "../../model/village";
import { useLocale } from "../../state/context";
import type { VillageState } from "./state";

export interface GroupProps {
  readonly title: string;
  readonly says?: string;
  readonly items: readonly ComponentChildren[];
  /** What stands below the items. */
  readonly children?: ComponentChildren;
}

/** A list with its title and how many there are; nothing where there are none. */
export function Group({ title, says, items, children }: GroupProps) {
  const { number } = useLocale();
  if (items.length === 0) return null;
  return (
    <details class="card group" open>
      <summary>
        <h2>{title}</h2>
        <span class="tally">{number(items.length)}</span>
      </summary>
      {says && <p class="hint">{says}</p>}
      <ul class="plain">{items}</ul>
      {children}
    </details>
  );
}

export interface ItemProps {
  readonly state: VillageState;
  readonly subject: Subject;
  /** The mark that the map draws; without one, the outline of a pocket. */
  readonly mark?: Mark;
  readonly children: ComponentChildren;
}

export function Item({ state, subject, mark, children }: ItemProps) {
  const key = keyOf(subject);
  const kind = useComputed(() => (state.litKey.value === key ? "item lit" : "item"));
  const pressed = useComputed(() => (state.pinnedKey.value === key ? "true" : "false"));
  const enter = (): void => state.hover(subject);
  const leave = (): void => state.hover(null);
  return (
    <li>
      <button
        type="button"
        class={kind}
        aria-pressed={pressed}
        data-subject={key}
        onMouseEnter={enter}
        onMouseLeave={leave}
        onFocus={enter}
        onBlur={leave}
        onClick={() => state.pin(subject, true)}
      >
        {mark ? <Icon mark={mark} /> : <span class="pocket-mark" aria-hidden="true" />}
        <span class="item-text">{children}</span>
      </button>
    </li>
  );
}
