/** The language of the page: Vietnamese, unless the planner chose English. */

import { here } from "./address";
import { english } from "./words/en";
import { vietnamese, type Words } from "./words/vi";

export type Language = "vi" | "en";

const CATALOGUES: Readonly<Record<Language, Words>> = { vi: vietnamese, en: english };
const LOCALES: Readonly<Record<Language, string>> = { vi: "vi-VN", en: "en-GB" };
const CHOSEN = "liengia.language";

/** What the address says, else what was chosen before, else Vietnamese. */
export function language(): Language {
  const said = here().at.lang ?? window.localStorage.getItem(CHOSEN);
  return said === "en" ? "en" : "vi";
}

export function choose(chosen: Language): void {
  window.localStorage.setItem(CHOSEN, chosen);
}

export function words(): Words {
  return CATALOGUES[language()];
}

/** A number as the language writes it. */
export function number(value: number, digits = 0): string {
  return value.toLocaleString(LOCALES[language()], {
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
  });
}

/** A length: metres below ten kilometres, kilometres above. */
export function length(metres: number): string {
  return metres < 10_000 ? `${number(metres)} m` : `${number(metres / 1000, 1)} km`;
}

export function moment(time: string): string {
  const at = new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(time) ? time : `${time}Z`);
  return at.toLocaleString(LOCALES[language()], { dateStyle: "medium", timeStyle: "short" });
}

/** The text of the language, where the service gives both. */
export function said(told: string | { readonly en: string; readonly vi: string }): string {
  return typeof told === "string" ? told : told[language()];
}

/** Compare texts as a reader sorts them: Vietnamese letters in their places, 2 before 10. */
export function inOrder(a: string, b: string): number {
  return collator.compare(a, b);
}

const collator = new Intl.Collator("vi", { numeric: true });

/** A text without accents and capitals, for search: "thon 5" finds "Thôn 5". */
export function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase();
}
