/** The service's public API, and the only way out of the page. */

import type { paths } from "../../build/openapi";
import type { Job, Problem } from "./types";

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

/** Tell whether the same question may be answered in a moment: nobody answers, or is too busy to. */
export function passes(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refusal && (error.status >= 500 || error.status === 429));
}

type Names<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** Fill the names of a path of the API. */
export function pathOf<P extends keyof paths>(template: P, names: Readonly<Record<Names<P>, string>>): string {
  const known: Readonly<Record<string, string>> = names;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(known[name] ?? ""));
}

type PathsOf<M extends string> = { [P in keyof paths]: paths[P] extends Record<M, object> ? P : never }[keyof paths];
type AnswersOf<P extends keyof paths, M extends string> =
  paths[P] extends Record<M, { readonly responses: infer Responses }>
    ? JsonOf<Responses[keyof Responses & (200 | 201 | 202)]>
    : never;
type JsonOf<Response> = Response extends { readonly content: { readonly "application/json": infer Json } } ? Json : never;
type ItemOf<List> = List extends { readonly items: readonly (infer Item)[] } ? Item : never;

type BodyOf<P extends keyof paths> = paths[P] extends {
  readonly post: { readonly requestBody: { readonly content: { readonly "application/json": infer Json } } };
}
  ? Json
  : never;

export interface Asking {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Session {
  /** The language that the service answers in. */
  readonly language: () => string;
  /** The access key; empty without one. */
  readonly key: () => string;
}

const PAGE = 1000;
const LOOK_MS = 2000;

/** Asks the service in the planner's language and with the planner's key. */
export class Client {
  constructor(private readonly session: Session) {}

  /** Ask for any answer; a refusal is thrown as such. */
  async ask(path: string, asking: Asking = {}): Promise<Response> {
    const { body, method = body === undefined ? "GET" : "POST", signal } = asking;
    const key = this.session.key();
    const form = body instanceof FormData;
    const headers: Record<string, string> = {
      "Accept-Language": this.session.language(),
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
    if (!answer.ok) throw await refusalOf(answer);
    return answer;
  }

  async get<P extends PathsOf<"get">>(
    template: P,
    names: Readonly<Record<Names<P>, string>>,
    options: { readonly query?: Readonly<Record<string, string>>; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<AnswersOf<P, "get">> {
    const query = options.query ? `?${new URLSearchParams(options.query)}` : "";
    const answer = await this.ask(`${pathOf(template, names)}${query}`, { signal: options.signal });
    return (await answer.json()) as AnswersOf<P, "get">;
  }

  async post<P extends PathsOf<"post">>(
    template: P,
    names: Readonly<Record<Names<P>, string>>,
    body?: unknown,
  ): Promise<AnswersOf<P, "post">> {
    const answer = await this.ask(pathOf(template, names), { method: "POST", body });
    return (await answer.json()) as AnswersOf<P, "post">;
  }

  /** Ask for work that is to become a job. */
  async job<P extends PathsOf<"post">>(template: P, names: Readonly<Record<Names<P>, string>>, body: BodyOf<P>): Promise<Job> {
    const answer = await this.ask(pathOf(template, names), { method: "POST", body, headers: { Prefer: "respond-async" } });
    return (await answer.json()) as Job;
  }

  /** Read a paged list to its end. */
  async getAll<P extends PathsOf<"get">>(
    template: P,
    names: Readonly<Record<Names<P>, string>>,
    signal?: AbortSignal,
  ): Promise<ItemOf<AnswersOf<P, "get">>[]> {
    const items: ItemOf<AnswersOf<P, "get">>[] = [];
    let cursor = "";
    do {
      const query = { limit: String(PAGE), ...(cursor ? { cursor } : {}) };
      const page = (await this.get(template, names, { query, signal })) as {
        readonly items: readonly ItemOf<AnswersOf<P, "get">>[];
        readonly next?: string | null;
      };
      items.push(...page.items);
      cursor = page.next ?? "";
    } while (cursor);
    return items;
  }

  /** Wait until the service answers again; false when that is no longer waited for. */
  async answersAgain(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      await new Promise((resume) => window.setTimeout(resume, LOOK_MS));
      const there = await fetch("/health/ready", { signal }).catch(() => null);
      if (there?.ok) return !signal.aborted;
    }
    return false;
  }
}

async function refusalOf(answer: Response): Promise<Refusal> {
  try {
    const told = (await answer.json()) as { title?: string; detail?: string; errors?: Problem[] };
    return new Refusal(answer.status, told.detail ?? told.title ?? "", told.errors ?? []);
  } catch {
    return new Refusal(answer.status, answer.statusText);
  }
}

/** Hand a file to the browser as a download. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
