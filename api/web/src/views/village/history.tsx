/** The plans that were in force in this village, the newest first: who approved each, and what it changed. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Refusal } from "../../api/client";
import type { HistoryEntry } from "../../api/types";
import { Fault } from "../../components/notices";
import { Changes } from "../../components/plan-changes";
import { ViewLink } from "../../components/view-link";
import { useLocale, useStore } from "../../state/context";
import type { VillageState } from "./state";

type Stand = { readonly entries: readonly HistoryEntry[] } | { readonly error: unknown };

export function History({ state }: { readonly state: VillageState }) {
  const { client } = useStore();
  const { words, number } = useLocale();
  const say = words.village.history;
  const stand = useSignal<Stand | null>(null);
  const village = state.data.model.request.id;
  useEffect(() => {
    const leaving = new AbortController();
    client.getAll("/v1/plans-in-force/{village}/history", { village }, leaving.signal).then(
      (entries) => void (stand.value = { entries }),
      (error: unknown) => {
        // A village that never had a plan in force has no history.
        const none = error instanceof Refusal && error.status === 404;
        if (!leaving.signal.aborted) stand.value = none ? { entries: [] } : { error };
      },
    );
    return () => leaving.abort();
  }, []);
  const now = stand.value;
  if (now === null) return null;
  if ("error" in now) return <Fault error={now.error} />;
  if (now.entries.length === 0) return null;
  return (
    <details class="card group">
      <summary>
        <h2>{say.title}</h2>
        <span class="tally">{number(now.entries.length)}</span>
      </summary>
      <ol class="plain approvals">
        {now.entries.map((entry) => (
          <EntryLine key={entry.id} entry={entry} shown={state.data.run.job.id} />
        ))}
      </ol>
    </details>
  );
}

function EntryLine({ entry, shown }: { readonly entry: HistoryEntry; readonly shown: string }) {
  const { words, moment } = useLocale();
  const say = words.village.history;
  const { by, at, plan, result, comment, changes, withdrawn } = entry;
  const when = moment(at);
  return (
    <li>
      <strong>{entry.in_force ? say.inForce(when, by) : withdrawn ? say.withdrawn(when, by, moment(withdrawn.at), withdrawn.by) : say.before(when, by)}</strong>
      <p class="hint">{`${words.village.plan}: ${words.village[plan].toLowerCase()}`}</p>
      {comment && <p class="comment">{words.approval.commented(comment)}</p>}
      {withdrawn?.reason && <p class="comment">{say.reason(withdrawn.reason)}</p>}
      <Changes changes={changes} />
      {result !== null && result !== shown && (
        <ViewLink to="village" at={{ run: result, plan }} label={words.approval.seeOf(by, when)}>
          {words.approval.see}
        </ViewLink>
      )}
    </li>
  );
}
