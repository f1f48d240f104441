/** A language with its words, numbers and dates. */

import { english } from "./en";
import { vietnamese, type Words } from "./vi";

export type Language = "vi" | "en";

/** How a language says things; numbers and dates are written by `Intl` in the language's own format. */
export interface Locale {
  readonly language: Language;
  readonly words: Words;
  readonly number: (value: number, digits?: number) => string;
  /** A length: metres below ten kilometres, kilometres above. */
  readonly length: (metres: number) => string;
  /** A date with its time; a time without a zone is UTC. */
  readonly moment: (time: string) => string;
  /** The text of the language, where the service gives both. */
  readonly said: (told: { readonly en: string; readonly vi: string }) => string;
}

const CATALOGUES: Readonly<Record<Language, Words>> = { vi: vietnamese, en: english };
const TAGS: Readonly<Record<Language, string>> = { vi: "vi-VN", en: "en-GB" };
const MOMENTS: Readonly<Record<Language, Intl.DateTimeFormatOptions>> = {
  vi: { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" },
  en: { dateStyle: "medium", timeStyle: "short" },
};

export function localeOf(language: Language): Locale {
  const tag = TAGS[language];
  const moments = new Intl.DateTimeFormat(tag, MOMENTS[language]);
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const number = (value: number, digits = 0): string => {
    if (digits === 0) return whole.format(value);
    return new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  };
  return {
    language,
    words: CATALOGUES[language],
    number,
    length: (metres) => (metres < 10_000 ? `${number(metres)} m` : `${number(metres / 1000, 1)} km`),
    moment: (time) => moments.format(new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(time) ? time : `${time}Z`)),
    said: (told) => told[language],
  };
}

const collator = new Intl.Collator("vi", { numeric: true });

/** Compare texts as a reader sorts them: Vietnamese letters in their places, 2 before 10. */
export function inOrder(a: string, b: string): number {
  return collator.compare(a, b);
}

/** A text without accents and capitals, for search: "thon 5" finds "Thôn 5". */
export function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase();
}
