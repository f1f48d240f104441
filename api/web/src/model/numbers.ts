/** Numbers as people type them, read as the language writes them; never by the browser's own convention. */

import type { Language } from "../words/locale";

/** Thousands mark and decimal mark. */
const MARKS: Readonly<Record<Language, readonly [string, string]>> = { vi: [".", ","], en: [",", "."] };

/**
 * The number that a text means in a language, NaN where it means none.
 *
 * "1.500" is fifteen hundred in Vietnamese, where the page itself writes it so, and "1,500" in English. A mark
 * that is neither between groups of three digits nor before decimals in that language makes no number: "1.5" in
 * Vietnamese is asked for again.
 */
export function numberOf(text: string, language: Language): number {
  const [thousands, decimal] = MARKS[language];
  const plain = text.replace(/[\s\u00a0\u202f]/g, "");
  const groups = `\\d{1,3}(?:\\${thousands}\\d{3})+`;
  if (!new RegExp(`^(?:${groups}|\\d+)(?:\\${decimal}\\d+)?$`).test(plain)) return Number.NaN;
  return Number(plain.replaceAll(thousands, "").replace(decimal, "."));
}

/** A number as it stands in a field of a language: grouped, with the decimals that it has. */
export function written(value: number, language: Language): string {
  if (Number.isNaN(value)) return "";
  return new Intl.NumberFormat(language === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: 6 }).format(value);
}

/** A distance limit that is probably mistyped: below 20 m, above 20 km. */
export function isAbsurd(metres: number): boolean {
  return metres < 20 || metres > 20_000;
}
