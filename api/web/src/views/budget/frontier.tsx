/** The frontier as a picture: households served by every number of recruits, and what is not excluded. */

import type { Budget } from "../../api/types";
import { useLocale } from "../../state/context";

const [WIDTH, HEIGHT] = [720, 320];
const [LEFT, RIGHT, TOP, BASE] = [76, 20, 40, 268];
const TICKS = 4;

export interface FrontierProps {
  readonly budget: Budget;
  /** What of it is proven, for those who do not see the picture. */
  readonly proof: string;
}

export function Frontier({ budget, proof }: FrontierProps) {
  const { words, number } = useLocale();
  const say = words.budget;
  const points = budget.frontier;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const [from, to] = [first[0], Math.max(last[0], first[0] + 1)];
  const [low, high] = [first[1], Math.max(last[2], first[1] + 1)];
  const x = (recruits: number): number => LEFT + ((recruits - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const y = (served: number): number => BASE - ((served - low) / (high - low)) * (BASE - TOP);
  const pair = (recruits: number, served: number): string => `${x(recruits).toFixed(1)},${y(served).toFixed(1)}`;
  const line = points.map(([recruits, served]) => pair(recruits, served)).join(" ");
  const above = [...points].reverse().map(([recruits, , bound]) => pair(recruits, bound)).join(" ");
  const chosen = Math.min(budget.recruits, last[0]);
  const said = say.pictureSays(number(budget.recruits), number(budget.served), number(first[0]), number(last[0]));
  return (
    <svg class="frontier" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${said} ${proof}`}>
      <polygon class="open" points={`${line} ${above}`} />
      <polyline class="curve" points={line} />
      <path class="axis" d={`M${LEFT} ${TOP}V${BASE}H${WIDTH - RIGHT}`} />
      {ticksOf(from, to).map((recruits) => (
        <text key={recruits} x={x(recruits)} y={BASE + 20} text-anchor="middle">
          {number(recruits)}
        </text>
      ))}
      {ticksOf(low, high).map((served) => (
        <text key={served} x={LEFT - 8} y={y(served) + 5} text-anchor="end">
          {number(served)}
        </text>
      ))}
      <path class="lead" d={`M${LEFT} ${y(budget.served)}H${x(chosen)}V${BASE}`} />
      <circle class="chosen" cx={x(chosen)} cy={y(budget.served)} r={5} />
      <text x={WIDTH - RIGHT} y={BASE + 42} text-anchor="end">
        {say.axisRecruits}
      </text>
      <text x={6} y={TOP - 16}>
        {say.axisServed}
      </text>
    </svg>
  );
}

/** Whole numbers along an axis, both ends among them. */
function ticksOf(from: number, to: number): readonly number[] {
  const steps = Math.min(TICKS, to - from);
  return Array.from({ length: steps + 1 }, (_, nth) => Math.round(from + (nth / steps) * (to - from)));
}
