/** Drafts before the present one, to be taken back step by step; kept for this tab, so that a reload loses none. */

import { signal } from "@preact/signals";

const MOST = 50;

type Stacks<T> = Readonly<Record<string, readonly T[]>>;

/** A stack of drafts for each run. */
export class Drafts<T> {
  private readonly stacks = signal<Stacks<T>>({});

  constructor(private readonly name: string) {
    this.stacks.value = JSON.parse(window.sessionStorage.getItem(name) ?? "{}") as Stacks<T>;
  }

  push(run: string, draft: T): void {
    this.keep(run, [...this.of(run), draft].slice(-MOST));
  }

  /** Take the newest draft away; nothing where there is none. */
  pop(run: string): T | undefined {
    const drafts = this.of(run);
    this.keep(run, drafts.slice(0, -1));
    return drafts.at(-1);
  }

  any(run: string): boolean {
    return this.of(run).length > 0;
  }

  private of(run: string): readonly T[] {
    return this.stacks.value[run] ?? [];
  }

  private keep(run: string, drafts: readonly T[]): void {
    this.stacks.value = { ...this.stacks.peek(), [run]: drafts };
    window.sessionStorage.setItem(this.name, JSON.stringify(this.stacks.peek()));
  }
}
