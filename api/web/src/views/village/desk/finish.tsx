/** Planning the rest around what was fixed: by whom, with what comment, and why not yet. */

import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";

import { TaskButton } from "../../../components/task-button";
import { TextField } from "../../../components/text-field";
import { useLocale, useStore } from "../../../state/context";
import { called } from "../called";
import type { DeskProps } from "./props";

export function Finish({ state, desk }: DeskProps) {
  const store = useStore();
  const locale = useLocale();
  const { words, number } = locale;
  const say = words.desk;
  const comment = useSignal("");
  const leaving = useMemo(() => new AbortController(), []);
  useEffect(() => () => leaving.abort(), []);
  const { overlocked } = desk.faults.value;
  const count = desk.hand.value.steps.length;
  if (count === 0) return null;
  if (desk.events.value.length === 0) return <p class="hint">{say.nothingLeft}</p>;
  if (overlocked.length > 0) {
    return (
      <ul class="plain bad" role="alert">
        {overlocked.map(({ person, count: locks, most }) => (
          <li key={person}>{say.overlocked(called(person, state.names.value, locale), number(locks), number(most))}</li>
        ))}
      </ul>
    );
  }
  const work = async (): Promise<void> => {
    if (!store.author.peek().trim()) throw new Error(say.noAuthor);
    await desk.finish(say.versionName(number(count)), comment.peek(), leaving.signal);
  };
  return (
    <div class="finish">
      <h3>{say.finishTitle}</h3>
      <p class="hint">{say.finishSays}</p>
      <TextField id="author" label={say.author} value={store.author.value} longest={200} required write={(text) => store.signAsAuthor(text)} />
      <TextField id="version-comment" label={say.comment} value={comment.value} longest={2000} write={(text) => void (comment.value = text)} />
      <p class="actions">
        <TaskButton text={say.finish} busy={say.finishing} work={work} />
      </p>
    </div>
  );
}
