/** Withdrawing an approval: what is in force afterwards is said first, then by whom and why is asked. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import type { Run } from "../../api/runs";
import type { Approval } from "../../api/types";
import { TaskButton } from "../../components/task-button";
import { type Aftermath, afterWithdrawing } from "../../model/in-force";
import { useLocale, useStore } from "../../state/context";
import { Shares } from "./standing";
import { TextField } from "../../components/text-field";

export interface WithdrawingProps {
  readonly run: Run;
  readonly approved: Approval;
  readonly done: (told: string) => Promise<void>;
}

export function Withdrawing(props: WithdrawingProps) {
  const { client } = useStore();
  const { words } = useLocale();
  const asked = useSignal<Aftermath | null>(null);
  const opener = useRef<HTMLDivElement>(null);
  const ask = async (): Promise<void> => {
    asked.value = afterWithdrawing(props.approved.id, await client.getAll("/v1/plans-in-force", {}));
  };
  const keep = (): void => {
    asked.value = null;
    window.requestAnimationFrame(() => opener.current?.querySelector("button")?.focus());
  };
  if (asked.value !== null) return <Question {...props} aftermath={asked.value} keep={keep} />;
  return (
    <div class="actions" ref={opener}>
      <TaskButton text={words.approval.withdraw} busy={words.loading} work={ask} kind="" />
    </div>
  );
}

interface QuestionProps extends WithdrawingProps {
  readonly aftermath: Aftermath;
  readonly keep: () => void;
}

function Question({ run, done, aftermath: { restored, none }, keep }: QuestionProps) {
  const store = useStore();
  const { words, number } = useLocale();
  const say = words.approval;
  const reason = useSignal("");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const villages = (count: number): string => words.count.villages(number(count));
  const withdraw = async (): Promise<void> => {
    const body = { by: store.approver.peek().trim(), reason: reason.peek().trim() };
    if (!body.by) throw new Error(say.noWithdrawer);
    if (!body.reason) throw new Error(say.noReason);
    const made = await store.client.post("/v1/results/{result}/withdraw", { result: run.job.id }, body);
    await done(say.withdrawn(villages(made.restored), villages(made.without_plan)));
  };
  return (
    <section class="question" aria-labelledby="withdrawing">
      <h3 id="withdrawing" tabIndex={-1} ref={heading}>
        {say.withdrawTitle}
      </h3>
      {restored.length === 0 && none === 0 ? (
        <p>{say.nothingChanges}</p>
      ) : (
        <>
          <p>{say.afterwards}</p>
          <Shares shares={restored} run={run} />
          {none > 0 && <p>{say.none(villages(none))}</p>}
        </>
      )}
      <TextField id="withdrawer" label={say.withdrawer} value={store.approver.value} longest={200} required write={(text) => store.sign(text)} />
      <TextField id="withdrawing-reason" label={say.reason} value={reason.value} longest={2000} required write={(text) => void (reason.value = text)} />
      <p class="actions">
        <TaskButton text={say.withdrawSure} busy={say.withdrawing} work={withdraw} kind="" />
        <button type="button" onClick={keep}>
          {say.keep}
        </button>
      </p>
    </section>
  );
}
