/** A button for work that takes a moment: it says so, and shows what went wrong. */

import { useSignal } from "@preact/signals";

import { useLocale } from "../state/context";
import { reasonOf } from "./reason";

export interface TaskButtonProps {
  readonly text: string;
  /** What stands on it meanwhile. */
  readonly busy: string;
  readonly work: () => Promise<void>;
  readonly kind?: string;
  readonly label?: string;
}

export function TaskButton({ text, busy, work, kind = "primary", label }: TaskButtonProps) {
  const locale = useLocale();
  const working = useSignal(false);
  const reason = useSignal("");
  const run = async (): Promise<void> => {
    working.value = true;
    reason.value = "";
    try {
      await work();
    } catch (error) {
      reason.value = reasonOf(error, locale);
    } finally {
      working.value = false;
    }
  };
  return (
    <span class="worker">
      <button type="button" class={kind} aria-label={label} disabled={working.value} onClick={() => void run()}>
        {working.value ? busy : text}
      </button>
      <span class={reason.value ? "note bad" : "note"} role="status">
        {reason.value}
      </span>
    </span>
  );
}
