/** Names that the planner has chosen: kept in this tab's memory, in its session where asked, and nowhere else. */

import { type ReadonlySignal, signal } from "@preact/signals";

import type { Run } from "../api/runs";
import { type NameBook, nameBook, nameIn, type NameRow } from "../model/names";

const KEPT = "liengia.names";

/** Rows of files, and the data that they were chosen for. */
interface Chosen {
  readonly root: string;
  readonly files: string;
  readonly rows: readonly NameRow[];
  readonly without: readonly string[];
}

export class Names {
  private readonly rows = signal<Chosen | null>(kept());
  private readonly stays = signal(window.sessionStorage.getItem(KEPT) !== null);

  readonly chosen: ReadonlySignal<Chosen | null> = this.rows;
  /** Whether they outlast a reload, until the tab is closed. */
  readonly staying: ReadonlySignal<boolean> = this.stays;
  /** Made once for each choice and each version of its data. */
  private readonly books = new WeakMap<Chosen, Map<string, NameBook>>();

  /** Read files of names for the data of a run; false where they are too many to outlast a reload. */
  async take(files: readonly File[], run: Run): Promise<boolean> {
    const { namesOf } = await import("../workbook/names-file");
    const { rows, without } = await namesOf(files);
    this.rows.value = { root: run.root, files: files.map(({ name }) => name).join(", "), rows, without };
    return !this.stays.peek() || this.write();
  }

  /** Keep them until the tab is closed, or only until the page is left; false where they are too many to be kept. */
  stay(wanted: boolean): boolean {
    this.stays.value = wanted;
    if (wanted) return this.write();
    window.sessionStorage.removeItem(KEPT);
    return true;
  }

  forget(): void {
    this.stay(false);
    this.rows.value = null;
  }

  /** The names for a run; null without any, and where they were chosen for other data. */
  book(run: Run): NameBook | null {
    const chosen = this.rows.value;
    if (chosen?.root !== run.root) return null;
    const made = this.books.get(chosen) ?? new Map<string, NameBook>();
    this.books.set(chosen, made);
    const { id } = run.scenario;
    const book = made.get(id) ?? nameBook(chosen.rows, run.sites.map((site) => site.id));
    made.set(id, book);
    return book;
  }

  /** A workbook of the service with names beside its ids. */
  async amend(book: Blob, file: string, run: Run, head: { readonly households: string; readonly members: string }): Promise<Blob> {
    const names = this.book(run);
    if (!names) return book;
    const { withNames } = await import("../workbook/amend");
    return withNames(book, file, { name: (kind, village, id) => nameIn(names, kind, village, id), head });
  }

  private write(): boolean {
    try {
      if (this.rows.peek()) window.sessionStorage.setItem(KEPT, JSON.stringify(this.rows.peek()));
      return true;
    } catch {
      // The browser keeps about five megabytes of a tab.
      window.sessionStorage.removeItem(KEPT);
      this.stays.value = false;
      return false;
    }
  }
}

function kept(): Chosen | null {
  return JSON.parse(window.sessionStorage.getItem(KEPT) ?? "null") as Chosen | null;
}
