/** A plan is a proposal until a person approves it. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import type { Client } from "../../api/client";
import type { Run } from "../../api/runs";
import type { Approval } from "../../api/types";
import { Fault } from "../../components/notices";
import { TaskButton } from "../../components/task-button";
import { useLocale, useStore } from "../../state/context";

type Stand = { readonly approved: Approval | null } | { readonly error: unknown };

export function ApprovalCard({ run }: { readonly run: Run }) {
  const { client } = useStore();
  const { words, moment } = useLocale();
  const say = words.takehome;
  const stand = useSignal<Stand | null>(null);
  const look = async (): Promise<void> => void (stand.value = { approved: await approvalOf(client, run) });
  const begin = (): void => {
    stand.value = null;
    look().catch((error: unknown) => (stand.value = { error }));
  };
  useEffect(begin, []);
  const now = stand.value;
  return (
    <section class="card">
      <h2>{say.approval}</h2>
      <div>
        {now === null ? (
          <p class="hint">{words.loading}</p>
        ) : "error" in now ? (
          <Unknown error={now.error} retry={begin} />
        ) : now.approved ? (
          <p class="approved">{say.approvedBy(now.approved.by, moment(now.approved.at))}</p>
        ) : (
          <Approving run={run} done={look} />
        )}
      </div>
    </section>
  );
}

function Unknown({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  return (
    <>
      <Fault error={error} />
      <button type="button" onClick={retry}>
        {useLocale().words.retry}
      </button>
    </>
  );
}

function Approving({ run, done }: { readonly run: Run; readonly done: () => Promise<void> }) {
  const store = useStore();
  const say = useLocale().words.takehome;
  const work = async (): Promise<void> => {
    await store.client.post("/v1/results/{result}/approve", { result: run.job.id }, { by: store.approver.peek().trim() });
    await done();
  };
  return (
    <>
      <p class="hint">{say.proposed}</p>
      <div class="field">
        <label for="approver">{say.approver}</label>
        <input
          type="text"
          id="approver"
          maxLength={200}
          autocomplete="organization-title"
          value={store.approver.value}
          onInput={(event) => store.sign(event.currentTarget.value)}
        />
      </div>
      <p class="actions">
        <TaskButton text={say.approve} busy={say.fetching} work={work} />
      </p>
    </>
  );
}

async function approvalOf(client: Client, run: Run): Promise<Approval | null> {
  const result = await client.get("/v1/results/{result}", { result: run.job.id }, { query: { villages: "false" } });
  return result.approved ?? null;
}
