/** Marks and captions as the maps draw them. */

import { Fill, Icon, Stroke, Style, Text } from "ol/style";

import { FONT, type Mark, OUTLINE } from "../marks";

/** An OpenLayers style out of a mark. */
export function symbol(mark: Mark, radius: number, order = 0, text = ""): Style {
  const img = stamp(mark, radius, text);
  const scale = (2 * (radius + 2)) / img.width;
  return new Style({ image: new Icon({ img, scale }), zIndex: order });
}

export function caption(text: string, size = 12, weight = 600, below = 0): Text {
  return new Text({
    text,
    font: `${weight} ${size}px ${FONT}`,
    offsetY: below,
    fill: new Fill({ color: "#2a363c" }),
    stroke: new Stroke({ color: "#ffffff", width: 3 }),
    overflow: true,
  });
}

/** Make a style once for every key. */
export function styleCache(): (key: string, make: () => Style) => Style {
  const known = new Map<string, Style>();
  return (key, make) => {
    const style = known.get(key) ?? make();
    known.set(key, style);
    return style;
  };
}

/** A mark drawn on a canvas, for the maps: `radius` in CSS pixels. */
function stamp(mark: Mark, radius: number, text = ""): HTMLCanvasElement {
  const ratio = Math.max(1, Math.ceil(window.devicePixelRatio || 1));
  const half = radius + 2;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil(half * 2 * ratio);
  const paint = canvas.getContext("2d");
  if (!paint) return canvas;
  paint.scale(ratio, ratio);
  paint.translate(half, half);
  paint.save();
  paint.scale(radius, radius);
  const path = new Path2D(mark.path);
  paint.fillStyle = mark.fill;
  paint.fill(path);
  paint.restore();
  const edge = new Path2D();
  edge.addPath(path, new DOMMatrix([radius, 0, 0, radius, 0, 0]));
  paint.lineWidth = radius > 5 ? 1.4 : 0.8;
  paint.lineJoin = "round";
  paint.strokeStyle = OUTLINE;
  paint.stroke(edge);
  if (text) {
    paint.fillStyle = mark.ink;
    paint.font = `600 ${Math.round(radius * 1.25)}px ${FONT}`;
    paint.textAlign = "center";
    paint.textBaseline = "middle";
    paint.fillText(text, 0, 0.5);
  }
  return canvas;
}
