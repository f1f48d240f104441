/** How things are drawn: the palette of optimizer/output/map/palette.py (a test compares them), by colour and by shape. */

import type { Verdict } from "./api/types";

export interface Mark {
  readonly fill: string;
  readonly ink: string;
  /** The shape in a box from -1 to 1, y downwards. */
  readonly path: string;
}

export const OUTLINE = "#333333";

const CIRCLE = "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z";
const SQUARE = "M-.9-.9H.9V.9H-.9Z";
const TRIANGLE = "M0-1L1 .8H-1Z";
const DIAMOND = "M0-1L1 0L0 1L-1 0Z";
const CROSS = "M-.35-1H.35V-.35H1V.35H.35V1H-.35V.35H-1V-.35H-.35Z";
const PENTAGON = "M0-1L.951-.309L.588.809H-.588L-.951-.309Z";
const STAR =
  "M0-1L.294-.405L.951-.309L.476.155L.588.809L0 .5L-.588.809L-.476.155L-.951-.309L-.294-.405Z";

/** The verdicts, the most urgent first. */
export const VERDICTS = [
  "NO_MEMBERS",
  "NEEDS_MEMBERS",
  "NEEDS_MEMBERS_LOCAL",
  "TIGHT",
  "SURPLUS",
  "OK",
] as const satisfies readonly Verdict[];

export const VERDICT_MARKS: Readonly<Record<Verdict, Mark>> = {
  NO_MEMBERS: { fill: "#000000", ink: "#ffffff", path: CROSS },
  NEEDS_MEMBERS: { fill: "#d55e00", ink: "#000000", path: TRIANGLE },
  NEEDS_MEMBERS_LOCAL: { fill: "#e69f00", ink: "#000000", path: DIAMOND },
  SURPLUS: { fill: "#56b4e9", ink: "#000000", path: PENTAGON },
  TIGHT: { fill: "#f0e442", ink: "#000000", path: SQUARE },
  OK: { fill: "#009e73", ink: "#000000", path: CIRCLE },
};

export const SERVED: Mark = { fill: "#bbbbbb", ink: "#000000", path: CIRCLE };
export const UNSERVED: Mark = { fill: "#d55e00", ink: "#000000", path: TRIANGLE };
export const MEMBER: Mark = { fill: "#0072b2", ink: "#ffffff", path: SQUARE };
export const RECRUIT: Mark = { fill: "#cc79a7", ink: "#000000", path: STAR };
/** Not planned yet. */
export const WAITING: Mark = { fill: "#ffffff", ink: "#000000", path: CIRCLE };

export const FONT = '"Segoe UI", "Noto Sans", Roboto, "Liberation Sans", Arial, sans-serif';
