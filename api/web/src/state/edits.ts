/** Changes that are not planned yet, to be undone and redone; kept for this tab, so that a reload loses none. */

import { signal } from "@preact/signals";

interface Stack<T> {
  readonly done: readonly T[];
  /** What was undone, the last undone last. */
  readonly undone: readonly T[];
}

const NOTHING: Stack<never> = { done: [], undone: [] };

/** A list of changes for each plan that is changed. */
export class Edits<T> {
  private readonly stacks = signal<Readonly<Record<string, Stack<T>>>>({});

  constructor(private readonly name: string) {
    this.stacks.value = JSON.parse(window.sessionStorage.getItem(name) ?? "{}") as Record<string, Stack<T>>;
  }

  of(key: string): Stack<T> {
    return this.stacks.value[key] ?? NOTHING;
  }

  push(key: string, change: T): void {
    this.keep(key, { done: [...this.of(key).done, change], undone: [] });
  }

  undo(key: string): void {
    const { done, undone } = this.of(key);
    this.keep(key, { done: done.slice(0, -1), undone: [...undone, ...done.slice(-1)] });
  }

  redo(key: string): void {
    const { done, undone } = this.of(key);
    this.keep(key, { done: [...done, ...undone.slice(-1)], undone: undone.slice(0, -1) });
  }

  /** Forget the changes of a plan, once they are planned. */
  drop(key: string): void {
    this.keep(key, NOTHING);
  }

  private keep(key: string, stack: Stack<T>): void {
    const { [key]: _, ...others } = this.stacks.peek();
    this.stacks.value = stack.done.length + stack.undone.length > 0 ? { ...others, [key]: stack } : others;
    window.sessionStorage.setItem(this.name, JSON.stringify(this.stacks.peek()));
  }
}
