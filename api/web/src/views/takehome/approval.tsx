/** A plan is a proposal until a person approves it; then it is in force until another replaces it. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import type { Client } from "../../api/client";
import type { Run } from "../../api/runs";
import type { Approval } from "../../api/types";
import { Fault } from "../../components/notices";
import { useLocale, useStore } from "../../state/context";
import { Approving } from "./approving";
import { Standing } from "./standing";
import { Withdrawing } from "./withdrawing";

type Stand = { readonly approved: Approval | null } | { readonly error: unknown };

export function ApprovalCard({ run }: { readonly run: Run }) {
  const { client } = useStore();
  const { words } = useLocale();
  const stand = useSignal<Stand | null>(null);
  const told = useSignal("");
  const notice = useRef<HTMLParagraphElement>(null);
  const look = async (): Promise<void> => {
    stand.value = await approvalOf(client, run).then(
      (approved) => ({ approved }),
      (error: unknown) => ({ error }),
    );
  };
  const begin = (): void => {
    stand.value = null;
    void look();
  };
  // What was pressed is gone by now: the focus goes to what came of it.
  const done = async (text: string): Promise<void> => {
    await look();
    told.value = text;
    notice.current?.focus();
  };
  useEffect(begin, []);
  const now = stand.value;
  return (
    <section class="card" aria-labelledby="approval">
      <h2 id="approval">{words.approval.title}</h2>
      <div>
        <p class="told" role="status" tabIndex={-1} ref={notice}>
          {told.value}
        </p>
        {now === null ? (
          <p class="hint">{words.loading}</p>
        ) : "error" in now ? (
          <Unknown error={now.error} retry={begin} />
        ) : now.approved ? (
          <Approved key={now.approved.id} run={run} approved={now.approved} done={done} />
        ) : (
          <>
            <p class="hint">{words.approval.proposed}</p>
            <Approving key="first" run={run} done={done} />
          </>
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

interface ApprovedProps {
  readonly run: Run;
  readonly approved: Approval;
  readonly done: (told: string) => Promise<void>;
}

/** What is in force of it; it may be withdrawn, and approved again where anything would change by that. */
function Approved({ run, approved, done }: ApprovedProps) {
  const say = useLocale().words.approval;
  const everywhere = approved.in_force === approved.villages;
  const both = run.rows.some((row) => (row.recruits_needed ?? 0) > 0);
  return (
    <>
      <Standing run={run} approved={approved} />
      <Withdrawing run={run} approved={approved} done={done} />
      {(both || !everywhere) && (
        <details>
          <summary>{say.other}</summary>
          <Approving run={run} done={done} {...(everywhere ? { not: approved.plan } : {})} />
        </details>
      )}
    </>
  );
}

/** The approval that stands; its comment is not told with the sums of a result, but in the history of a village. */
async function approvalOf(client: Client, run: Run): Promise<Approval | null> {
  const { approved } = await client.get("/v1/results/{result}", { result: run.job.id }, { query: { villages: "false" } });
  const covered = run.rows.find(({ verdict }) => verdict !== null);
  if (!approved || approved.comment !== null || !covered) return approved;
  const history = await client.getAll("/v1/plans-in-force/{village}/history", { village: covered.id });
  return { ...approved, comment: history.find(({ id }) => id === approved.id)?.comment ?? null };
}
