/** Marks as pictures in the text, and verdicts in words. */

import type { Verdict } from "../api/types";
import { type Mark, OUTLINE, VERDICT_MARKS, WAITING } from "../marks";
import { useLocale } from "../state/context";

/** A mark; what it means always stands beside it in words. */
export function Icon({ mark, size = 16 }: { readonly mark: Mark; readonly size?: number }) {
  return (
    <svg viewBox="-1.2 -1.2 2.4 2.4" width={size} height={size} class="mark" aria-hidden="true">
      <path d={mark.path} fill={mark.fill} stroke={OUTLINE} stroke-width={0.16} stroke-linejoin="round" />
    </svg>
  );
}

/** A verdict as mark and words; its sentence on hover. */
export function VerdictLabel({ verdict, failure = "" }: { readonly verdict: Verdict | null; readonly failure?: string }) {
  const { words } = useLocale();
  if (verdict === null) {
    return (
      <span class="verdict bad" title={failure}>
        <Icon mark={WAITING} />
        {words.failed}
      </span>
    );
  }
  return (
    <span class="verdict" title={words.verdictSays[verdict]}>
      <Icon mark={VERDICT_MARKS[verdict]} />
      <span>{words.verdicts[verdict]}</span>
    </span>
  );
}
