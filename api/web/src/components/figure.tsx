/** Numbers that matter, and what became of them. */

import { useLocale } from "../state/context";

export interface FigureProps {
  readonly value: string;
  /** What it counts, and below it out of what. */
  readonly label: string;
  readonly below?: string;
  readonly tone?: "" | "warm" | "calm";
}

/** A big number with what it counts and out of what. */
export function Figure({ value, label, below = "", tone = "" }: FigureProps) {
  return (
    <div class={`figure ${tone}`}>
      <div class="figure-value">{value}</div>
      <div class="figure-label">
        {label}
        <small>{below}</small>
      </div>
    </div>
  );
}

/** "12 → 8": what was and what is, said as better or worse. */
export function Change({ was, is }: { readonly was: number | null; readonly is: number | null }) {
  const { words, number } = useLocale();
  const [left, right] = [was, is].map((value) => (value === null ? words.unknown : number(value)));
  if (was === null || is === null) return <span class="change">{`${left} → ${right}`}</span>;
  const tone = is < was ? "better" : is > was ? "worse" : "same";
  const by = is === was ? "" : ` (${is > was ? "+" : "−"}${number(Math.abs(is - was))})`;
  return <span class={`change ${tone}`}>{`${left} → ${right}${by}`}</span>;
}
