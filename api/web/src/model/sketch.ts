/** Points clicked by hand over a background, and the scenario that they make. */

import { type At, type Plane, planeOf } from "../geometry/plane";

export type Kind = "household" | "member";

/** A clicked point, in the units of its background: pixels of a picture, metres of a plane. */
export interface Mark {
  readonly id: string;
  readonly kind: Kind;
  readonly x: number;
  readonly y: number;
}

/** What is clicked over: nothing, a picture of some size, or the earth round a place. */
export type Frame =
  | { readonly kind: "blank" }
  | { readonly kind: "picture"; readonly width: number; readonly height: number }
  | { readonly kind: "earth"; readonly lon: number; readonly lat: number };

export interface Sketch {
  readonly frame: Frame;
  readonly marks: readonly Mark[];
  /** Two places of a picture, and the metres between them; NaN as long as nobody has said them. */
  readonly ends: readonly At[];
  readonly metres: number;
}

export const BLANK: Sketch = { frame: { kind: "blank" }, marks: [], ends: [], metres: Number.NaN };

/** Metres of one unit of the sketch; NaN where a picture has no scale yet. */
export function unitOf({ frame, ends, metres }: Sketch): number {
  if (frame.kind !== "picture") return 1;
  const [one, other] = ends;
  if (!one || !other) return Number.NaN;
  const apart = Math.hypot(one.x - other.x, one.y - other.y);
  return apart > 0 && metres > 0 ? metres / apart : Number.NaN;
}

/** Ids that were pasted: a line each, in the order of the clicks; members are not told apart from households. */
export function idsOf(text: string): readonly string[] {
  return text.split(/[\r\n\t;]+/).map((id) => id.trim()).filter(Boolean);
}

/** The ids that come next: those that were pasted and are free, else a number behind a letter. */
export function nextId(marks: readonly Mark[], kind: Kind, pasted: readonly string[]): string {
  const taken = new Set(marks.filter((mark) => mark.kind === kind).map(({ id }) => id));
  const free = pasted.find((id) => !taken.has(id));
  if (free !== undefined) return free;
  const letter = kind === "household" ? "H" : "TV";
  for (let number = 1; ; number += 1) {
    const id = `${letter}${String(number).padStart(kind === "household" ? 3 : 2, "0")}`;
    if (!taken.has(id)) return id;
  }
}

/** The request of a sketch: metres, or degrees where the background lies on the earth. */
export function requestOf(sketch: Sketch, name: string): object {
  const unit = unitOf(sketch);
  const { frame, marks } = sketch;
  const earth = frame.kind === "earth" ? earthOf(frame) : null;
  const placed = ({ x, y }: Mark): At => {
    const [lon = 0, lat = 0] = earth?.degrees?.([x, y]) ?? [];
    return earth ? { x: rounded(lon, 7), y: rounded(lat, 7) } : { x: rounded(x * unit, 2), y: rounded(y * unit, 2) };
  };
  const of = (kind: Kind): object[] => marks.filter((mark) => mark.kind === kind).map((mark) => ({ id: mark.id, ...placed(mark) }));
  const village = { id: name, households: of("household"), members: of("member") };
  return { coordinates: earth ? "lonlat" : "metres", villages: [village] };
}

export function earthOf({ lon, lat }: { readonly lon: number; readonly lat: number }): Plane {
  return planeOf(true, [{ x: lon, y: lat }]);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** A waypoint in degrees. */
export interface Waypoint extends At {
  readonly name: string;
}

/** Waypoints of a GPX file and placemarks with a point of a KML file; null where the text is neither. */
export function waypointsOf(text: string): readonly Waypoint[] | null {
  // A browser writes its complaint about what is no XML with a style of its own, which the policy forbids.
  if (!text.trimStart().startsWith("<")) return null;
  const read = new DOMParser().parseFromString(text, "application/xml");
  const root = read.documentElement.localName;
  if (root === "gpx") return elements(read, "wpt").map((one) => waypoint(nameOf(one), one.getAttribute("lon"), one.getAttribute("lat"))).filter(isPlaced);
  if (root !== "kml") return null;
  return elements(read, "Placemark")
    .flatMap((one) => {
      const [point] = elements(one, "Point");
      const [lon = "", lat = ""] = (point && elements(point, "coordinates")[0]?.textContent?.trim().split(",")) || [];
      return point ? [waypoint(nameOf(one), lon, lat)] : [];
    })
    .filter(isPlaced);
}

function elements(from: Document | Element, name: string): Element[] {
  return [...from.getElementsByTagNameNS("*", name)];
}

function nameOf(one: Element): string {
  return elements(one, "name")[0]?.textContent?.trim() ?? "";
}

function waypoint(name: string, lon: string | null, lat: string | null): Waypoint {
  return { name, x: Number(lon || Number.NaN), y: Number(lat || Number.NaN) };
}

function isPlaced({ x, y }: At): boolean {
  return Math.abs(x) <= 180 && Math.abs(y) <= 90;
}

/** Lines and outlines of a GeoJSON in degrees, to be drawn below; null where the text is none. */
export function linesOf(text: string): readonly (readonly At[])[] | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  const lines: At[][] = [];
  gather(read, lines);
  return lines.length > 0 && lines.every((line) => line.every(isPlaced)) ? lines : null;
}

/** A line is an array of at least two positions, however deep it lies. */
function gather(part: unknown, lines: At[][]): void {
  if (Array.isArray(part)) {
    if (part.length > 1 && part.every(isPosition)) lines.push(part.map(([x, y]) => ({ x, y })));
    else part.forEach((inner) => gather(inner, lines));
  } else if (part !== null && typeof part === "object") {
    for (const key of ["features", "geometry", "geometries", "coordinates"]) gather((part as Record<string, unknown>)[key], lines);
  }
}

function isPosition(part: unknown): part is [number, number] {
  return Array.isArray(part) && part.length >= 2 && typeof part[0] === "number" && typeof part[1] === "number";
}
