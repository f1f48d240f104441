/** Making elements. Text goes in as text nodes only, so that an id or a name with markup in it is shown as it is. */

export type Child = Node | string | number | null | undefined | false | readonly Child[];

type Handler<E> = (event: E) => void;

export interface Props {
  readonly class?: string;
  /** Listeners by the event's name. */
  readonly on?: { readonly [K in keyof HTMLElementEventMap]?: Handler<HTMLElementEventMap[K]> };
  /** Everything else is an attribute; false and null leave it out, true writes it empty. */
  readonly [attribute: string]: unknown;
}

const SVG = "http://www.w3.org/2000/svg";

/** Make an HTML element with its attributes, listeners and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  dress(element, props);
  fill(element, children);
  return element;
}

/** Make an SVG element. */
export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Replace what an element holds. */
export function refill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren();
  fill(element, children);
}

function dress(element: HTMLElement, { on, ...attributes }: Props): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [name, listener] of Object.entries(on ?? {})) {
    element.addEventListener(name, listener as EventListener);
  }
}

function fill(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) fill(element, child as readonly Child[]);
    else element.append(child instanceof Node ? child : String(child));
  }
}
