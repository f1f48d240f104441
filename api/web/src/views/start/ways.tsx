/** What planners may have to begin with, and the way that each of these leads. */

import type { ComponentChildren } from "preact";

import { TaskButton } from "../../components/task-button";
import { ViewLink } from "../../components/view-link";
import { useLocale, useStore } from "../../state/context";

export function Ways() {
  const store = useStore();
  const { words } = useLocale();
  const say = words.start;
  const template = (query: string, name: string) => (): Promise<void> => store.download(`/v1/template.xlsx${query}`, name);
  const choose = (): void => document.getElementById("file")?.click();
  return (
    <section aria-labelledby="ways">
      <h2 id="ways">{say.waysTitle}</h2>
      <div class="presets ways">
        <Way name="points">
          <TaskButton text={say.template} busy={words.takehome.fetching} work={template("", "scenario.xlsx")} kind="" />
        </Way>
        <Way name="buildings">
          <button type="button" onClick={choose}>
            {say.choose}
          </button>
        </Way>
        <Way name="list">
          <TaskButton text={say.listTemplate} busy={words.takehome.fetching} work={template("?metric=list", "list.xlsx")} kind="" />
        </Way>
        <Way name="picture">
          <ViewLink to="points" kind="button">
            {say.toPoints}
          </ViewLink>
        </Way>
        <Way name="budget">
          <ViewLink to="budget" kind="button">
            {say.toBudget}
          </ViewLink>
        </Way>
        <Way name="counts">
          <ViewLink to="counts" kind="button">
            {say.toCounts}
          </ViewLink>
        </Way>
      </div>
    </section>
  );
}

interface WayProps {
  readonly name: "points" | "buildings" | "list" | "picture" | "budget" | "counts";
  readonly children: ComponentChildren;
}

function Way({ name, children }: WayProps) {
  const { title, says } = useLocale().words.start.ways[name];
  return (
    <article class="card preset" data-way={name}>
      <h3>{title}</h3>
      <p>{says}</p>
      <p class="actions">{children}</p>
    </article>
  );
}
