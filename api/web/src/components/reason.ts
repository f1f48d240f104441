/** What went wrong, in a sentence. */

import { Refusal, Unreachable } from "../api/client";
import type { Locale } from "../words/locale";
import { FileFault } from "../workbook/refusal";

const TOLD = 4;

export function reasonOf(error: unknown, { words }: Locale): string {
  const say = words.problem;
  if (error instanceof Unreachable) return say.unreachable;
  if (error instanceof FileFault) return words.names.faults[error.fault](error.at);
  if (!(error instanceof Refusal)) return error instanceof Error ? error.message : String(error);
  // A plan that is there, without a village or an area of that name, is told by the service.
  if (error.status === 404 && !error.problems.some(({ code }) => code === "NOT_IN_RESULT")) return say.missing;
  if (error.status === 403 && !error.problems.some(({ code }) => code === "APPROVES_NOTHING")) return say.forbidden;
  const details = error.problems.map((problem) => problem.message).filter(Boolean);
  return say.other([...new Set([error.message, ...details])].filter(Boolean).slice(0, TOLD).join(" "));
}
