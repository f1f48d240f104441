/** The state of the page, in one place; it is changed by the actions of this class and of its parts. */

import { computed, type ReadonlySignal, signal } from "@preact/signals";

import { type Asking, Client, pathOf, save } from "../api/client";
import type { Scenario } from "../api/free-objects";
import { type Run, RunReader } from "../api/runs";
import type { Change } from "../model/hand/changes";
import type { Changes } from "../model/rules";
import type { Given } from "../model/upload";
import { type Language, type Locale, localeOf } from "../words/locale";
import { fragmentOf } from "./address";
import { Drafts } from "./drafts";
import { Edits } from "./edits";
import { Names } from "./names";
import { Router } from "./router";

const KEY = "liengia.key";
const LANGUAGE = "liengia.language";
const APPROVER = "liengia.approver";
const STEPS = "liengia.steps";
const EDITS = "liengia.edits";
const AUTHOR = "liengia.author";

export class Store {
  readonly router = new Router();
  /** Rules that were tried before the present ones, by run. */
  readonly drafts = new Drafts<Changes>(STEPS);
  /** Changes of plans by hand that are not planned yet, by plan. */
  readonly edits = new Edits<Change>(EDITS);
  readonly names = new Names();
  private readonly chosen = signal(window.localStorage.getItem(LANGUAGE) ?? "");
  private readonly files = signal<Given | null>(null);
  private readonly named = signal("");
  private readonly who = signal(window.sessionStorage.getItem(APPROVER) ?? "");
  private readonly maker = signal(window.sessionStorage.getItem(AUTHOR) ?? "");

  /** What the address says, else what was chosen before, else Vietnamese. */
  readonly language: ReadonlySignal<Language> = computed(() => {
    const said = this.router.place.value.at.lang ?? this.chosen.value;
    return said === "en" ? "en" : "vi";
  });
  readonly locale: ReadonlySignal<Locale> = computed(() => localeOf(this.language.value));
  /** The files that are looked at: the view may be shown anew, in the other language too. */
  readonly given: ReadonlySignal<Given | null> = this.files;
  /** What is shown, for the title of the tab; empty where the view's own name is enough. */
  readonly topic: ReadonlySignal<string> = this.named;
  /** What was typed into the approval, kept for this tab however often the view is shown. */
  readonly approver: ReadonlySignal<string> = this.who;
  /** The same for who changes plans by hand. */
  readonly author: ReadonlySignal<string> = this.maker;

  readonly client = new Client({
    language: () => this.language.peek(),
    key: () => window.sessionStorage.getItem(KEY) ?? "",
  });
  readonly runs = new RunReader(this.client);

  choose(language: Language): void {
    window.localStorage.setItem(LANGUAGE, language);
    this.chosen.value = language;
    const { view, at } = this.router.place.peek();
    window.location.hash = fragmentOf({ view, at: { ...at, lang: language } });
  }

  useKey(key: string): void {
    if (key) window.sessionStorage.setItem(KEY, key);
    else window.sessionStorage.removeItem(KEY);
  }

  /** Look at other files; null looks at none. */
  give(files: Given | null): void {
    this.files.value = files;
  }

  show(topic: string): void {
    this.named.value = topic;
  }

  sign(approver: string): void {
    this.who.value = approver;
    window.sessionStorage.setItem(APPROVER, approver);
  }

  signAsAuthor(author: string): void {
    this.maker.value = author;
    window.sessionStorage.setItem(AUTHOR, author);
  }

  /** Plan a scenario and go where the planning can be watched. */
  async plan(scenario: string): Promise<void> {
    const job = await this.client.post("/v1/jobs", {}, { scenario_id: scenario });
    this.router.go("province", { run: job.id, village: "" });
  }

  /** Delete a scenario with everything that was planned of it. */
  async remove({ id }: Scenario): Promise<void> {
    await this.client.ask(pathOf("/v1/scenarios/{scenario}", { scenario: id }), { method: "DELETE" });
    this.runs.forget();
  }

  /** Fetch a file and hand it to the browser as a download. */
  async download(path: string, name: string, asking: Asking = {}): Promise<void> {
    save(await (await this.client.ask(path, asking)).blob(), name);
  }

  /** The same of a run's table; a workbook is given the names that were chosen. */
  async downloadTable(path: string, name: string, run: Run): Promise<void> {
    const file = await (await this.client.ask(path)).blob();
    save(name.endsWith(".xlsx") ? await this.names.amend(file, name, run, this.locale.peek().words.names.heads) : file, name);
  }
}
