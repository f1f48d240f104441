/** The service's public API, and the only way out of the page. */

import { language } from "./language";
import type { Problem } from "./types";

const KEY = "liengia.key";
const PAGE = 1000;

/** A refusal by the service, with every problem it found. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
  }
}

/** The service did not answer at all. */
export class Unreachable extends Error {}

export function useKey(key: string): void {
  if (key) window.sessionStorage.setItem(KEY, key);
  else window.sessionStorage.removeItem(KEY);
}

/** Tell whether the same question may be answered in a moment: nobody answers, or is too busy to. */
export function passes(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refusal && (error.status >= 500 || error.status === 429));
}

interface Asking {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ask the service; a refusal is thrown as such. */
export async function ask(path: string, asking: Asking = {}): Promise<Response> {
  const { body, method = body === undefined ? "GET" : "POST", signal } = asking;
  const key = window.sessionStorage.getItem(KEY);
  const form = body instanceof FormData;
  const headers: Record<string, string> = {
    "Accept-Language": language(),
    ...(key ? { Authorization: `Bearer ${key}` } : {}),
    ...(body !== undefined && !form ? { "Content-Type": "application/json" } : {}),
    ...asking.headers,
  };
  const sent = body === undefined ? null : form ? body : JSON.stringify(body);
  let answer: Response;
  try {
    answer = await fetch(path, { method, headers, body: sent, signal: signal ?? null });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable(String(error));
  }
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

async function refusal(answer: Response): Promise<Refusal> {
  try {
    const told = (await answer.json()) as { title?: string; detail?: string; errors?: Problem[] };
    return new Refusal(answer.status, told.detail ?? told.title ?? "", told.errors ?? []);
  } catch {
    return new Refusal(answer.status, answer.statusText);
  }
}

const LOOK_MS = 2000;

/** Wait until the service answers again; false when that is no longer waited for. */
export async function answersAgain(signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    await new Promise((resume) => window.setTimeout(resume, LOOK_MS));
    const there = await fetch("/health/ready", { signal }).catch(() => null);
    if (there?.ok) return !signal.aborted;
  }
  return false;
}

export async function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await ask(path, { signal })).json()) as T;
}

export async function send<T>(path: string, body: unknown): Promise<T> {
  return (await (await ask(path, { body, method: "POST" })).json()) as T;
}

/** Read a paged list to its end. */
export async function readAll<T>(path: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor = "";
  do {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor ? { cursor } : {}) });
    const page: { items: T[]; next: string | null } = await read(`${path}?${query}`, signal);
    items.push(...page.items);
    cursor = page.next ?? "";
  } while (cursor);
  return items;
}

/** Fetch a file and hand it to the browser as a download. */
export async function download(path: string, name: string, asking: Asking = {}): Promise<void> {
  save(await (await ask(path, asking)).blob(), name);
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
