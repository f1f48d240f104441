/** What if: changed rules are a new version; the versions so far; and what a change does. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import type { Run } from "../../api/runs";
import type { Rules } from "../../api/types";
import { Empty } from "../../components/notices";
import { type Version, versionsOf } from "../../model/versions";
import type { At } from "../../state/address";
import { useLocale, useStore } from "../../state/context";
import type { Store } from "../../state/store";
import { RulesForm } from "./controls";
import { Draft, rulesIn } from "./draft";
import { Outcome } from "./outcome";
import { Versions } from "./versions";

export async function showWhatif(store: Store, at: At, signal: AbortSignal): Promise<JSX.Element> {
  const { words } = store.locale.peek();
  const say = words.whatif;
  if (!at.run) return <Empty title={say.none} says={say.lead} way={words.backToStart} view="start" />;
  const run = await store.runs.run(at.run);
  const [{ scenarios, jobs }, rules] = await Promise.all([store.runs.everything(signal), rulesIn(store, run, at.scope ?? "")]);
  return <Whatif run={run} rules={rules} versions={versionsOf(run.scenario, scenarios, jobs)} at={at} />;
}

interface WhatifProps {
  readonly run: Run;
  readonly rules: Rules;
  readonly versions: readonly Version[];
  readonly at: At;
}

function Whatif({ run, rules, versions, at }: WhatifProps) {
  const store = useStore();
  const say = useLocale().words.whatif;
  const draft = useMemo(() => new Draft(run, rules, at, store), []);
  const base = at.base ?? "";
  return (
    <>
      <div class="title">
        <h1>{say.title}</h1>
        <p class="lead">{say.lead}</p>
      </div>
      <div class="whatif-columns">
        <RulesForm draft={draft} />
        <div>
          <div class="result">
            <Outcome run={run} base={base} />
          </div>
          <Versions run={run} versions={versions} base={base} />
        </div>
      </div>
    </>
  );
}
