/** Points by hand while they are made: clicks, ids, the scale, and every step back. */

import { computed, type ReadonlySignal, signal } from "@preact/signals";

import type { At } from "../../geometry/plane";
import type { Background } from "../../map/sketch-map";
import { BLANK, earthOf, type Frame, idsOf, type Kind, linesOf, nextId, type Sketch, type Waypoint, waypointsOf } from "../../model/sketch";

const KEPT = "liengia.sketch";
const MOST_STEPS = 200;
const NOTHING: Background = { picture: null, lines: [] };

/** A file that is no background, or lies elsewhere than the points that are there. */
export type Unfit = "unread" | "other frame";

export class PointsState {
  private readonly now = signal<Sketch>(kept());
  private readonly steps = signal<readonly Sketch[]>([]);
  private readonly below = signal<Background>(NOTHING);
  private readonly picked = signal<number | null>(null);

  readonly sketch: ReadonlySignal<Sketch> = this.now;
  readonly background: ReadonlySignal<Background> = this.below;
  /** The number of the point that is chosen. */
  readonly chosen: ReadonlySignal<number | null> = this.picked;
  readonly kind = signal<Kind>("household");
  /** Ids as they were pasted, of each kind. */
  readonly pasted = signal<Readonly<Record<Kind, string>>>({ household: "", member: "" });
  /** Whether clicks set the ends of the scale. */
  readonly scaling = signal(false);
  readonly canUndo = computed(() => this.steps.value.length > 0);
  readonly next = computed(() => nextId(this.now.value.marks, this.kind.value, idsOf(this.pasted.value[this.kind.value])));

  /** A click beside every point. */
  click(at: At): void {
    const { marks, ends } = this.now.peek();
    if (this.scaling.peek()) {
      const both = [...(ends.length > 1 ? [] : ends), at];
      this.step({ ends: both });
      if (both.length > 1) this.scaling.value = false;
      return;
    }
    this.step({ marks: [...marks, { id: this.next.peek(), kind: this.kind.peek(), ...at }] });
    this.picked.value = null;
  }

  startScale(): void {
    this.step({ ends: [] });
    this.scaling.value = true;
  }

  setMetres(metres: number): void {
    this.keep({ ...this.now.peek(), metres });
  }

  choose(mark: number): void {
    this.picked.value = this.picked.peek() === mark ? null : mark;
  }

  move(mark: number, at: At): void {
    this.change(mark, at);
  }

  /** Give a point another id; false where one of its kind has it already, or it is empty. */
  rename(mark: number, id: string): boolean {
    const { marks } = this.now.peek();
    const kind = marks[mark]?.kind;
    if (!id || marks.some((one, nth) => nth !== mark && one.kind === kind && one.id === id)) return false;
    this.change(mark, { id });
    return true;
  }

  remove(mark: number): void {
    this.step({ marks: this.now.peek().marks.filter((_, nth) => nth !== mark) });
    this.picked.value = null;
  }

  undo(): void {
    const last = this.steps.peek().at(-1);
    if (!last) return;
    this.steps.value = this.steps.peek().slice(0, -1);
    this.picked.value = null;
    this.keep(last);
  }

  clear(): void {
    this.steps.value = [];
    this.picked.value = null;
    this.below.value = NOTHING;
    this.scaling.value = false;
    this.keep(BLANK);
  }

  /** Lay a file below the points, or take its waypoints as points; what is wrong with it, or null. */
  async lay(file: File): Promise<Unfit | null> {
    if (file.type.startsWith("image/")) return this.layPicture(file);
    const text = await file.text();
    const waypoints = waypointsOf(text);
    const lines = waypoints === null ? linesOf(text) : [];
    const [first] = [...(waypoints ?? []), ...(lines?.flat() ?? [])];
    if (!first) return "unread";
    const { frame } = this.now.peek();
    const earth: Frame = frame.kind === "earth" ? frame : { kind: "earth", lon: first.x, lat: first.y };
    if (this.clashes(earth)) return "other frame";
    this.below.value = { picture: null, lines: [...this.below.peek().lines, ...(lines ?? [])] };
    this.step({ frame: earth });
    this.take(waypoints ?? [], earth);
    return null;
  }

  private async layPicture(file: File): Promise<Unfit | null> {
    const picture = URL.createObjectURL(file);
    const size = await sizeOfPicture(picture);
    if (!size) return "unread";
    const frame: Frame = { kind: "picture", ...size };
    if (this.clashes(frame)) return "other frame";
    this.below.value = { picture, lines: [] };
    this.step({ frame });
    return null;
  }

  /** Waypoints become points of the kind that clicks add, under their names where those are free. */
  private take(waypoints: readonly Waypoint[], earth: { readonly lon: number; readonly lat: number }): void {
    const plane = earthOf(earth);
    const kind = this.kind.peek();
    const marks = [...this.now.peek().marks];
    for (const one of waypoints) {
      const [x, y] = plane.metres(one);
      marks.push({ id: nextId(marks, kind, one.name ? [one.name] : []), kind, x, y });
    }
    if (waypoints.length > 0) this.step({ marks });
  }

  /** Points of one background mean nothing over another one; the same picture may be laid again. */
  private clashes(frame: Frame): boolean {
    const { frame: present, marks } = this.now.peek();
    return marks.length > 0 && JSON.stringify(present) !== JSON.stringify(frame);
  }

  private change(mark: number, change: Partial<Sketch["marks"][number]>): void {
    this.step({ marks: this.now.peek().marks.map((one, nth) => (nth === mark ? { ...one, ...change } : one)) });
  }

  private step(change: Partial<Sketch>): void {
    this.steps.value = [...this.steps.peek(), this.now.peek()].slice(-MOST_STEPS);
    this.keep({ ...this.now.peek(), ...change });
  }

  /** Kept for this tab, so that a reload loses no point; the picture is chosen again. */
  private keep(sketch: Sketch): void {
    this.now.value = sketch;
    window.sessionStorage.setItem(KEPT, JSON.stringify(sketch));
  }
}

function kept(): Sketch {
  const read = JSON.parse(window.sessionStorage.getItem(KEPT) ?? "null") as Sketch | null;
  return read ? { ...read, metres: read.metres ?? Number.NaN } : BLANK;
}

function sizeOfPicture(address: string): Promise<{ readonly width: number; readonly height: number } | null> {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => resolve(null);
    image.src = address;
  });
}
