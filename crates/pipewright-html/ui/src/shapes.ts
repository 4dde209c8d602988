// How boxes and lines look.

import { s } from "./dom";
import { icon, WORDS } from "./icons";
import type { Edge, Frame, Node } from "./layout";
import type { Mark } from "./mark";

const NAME_HEIGHT = 18;
const LINE_HEIGHT = 15;
/** How wide a character of a line is. */
const CHARACTER = 6.7;

/** A box with all that is in it, and how its step did. */
export function node(node: Node, mark: Mark | undefined): SVGGElement {
  const kind = node.kind === "input" || node.kind === "output" ? "value" : node.kind;
  const element = s("g", { class: `node ${kind}${mark ? ` ${mark.outcome}` : ""}` }, s("title", {}, told(node, mark)), ...outline(node));
  const [x, y, w, h] = node.box;
  const own = node.lines.map((line) => (mark?.undo && line.startsWith("undo ") ? mark.undo : line));
  const lines = [...own, mark?.note].filter((line) => line !== undefined);
  const top = y + (h - NAME_HEIGHT - LINE_HEIGHT * lines.length) / 2;
  if (mark) {
    const sign = icon(mark.outcome);
    for (const [name, value] of Object.entries({ x: x + 9, y: top + 2, width: 14, height: 14 })) sign.setAttribute(name, String(value));
    element.append(sign);
  }
  const middle = x + w / 2;
  element.append(s("text", { class: "name", x: middle + (mark ? 8 : 0), y: top + 13 }, node.label));
  lines.forEach((line, place) => {
    const text = s("text", { class: "line", x: middle, y: top + NAME_HEIGHT + place * LINE_HEIGHT + 10 }, line);
    if (line === mark?.note) squeeze(text, line.length, w - 12);
    element.append(text);
  });
  const corner = [mark?.times && mark.times > 1 && `${mark.times}×`, mark?.failed && `${mark.failed.toLocaleString()} failed`].filter(Boolean);
  if (corner.length > 0) element.append(badge(x + w, y, corner.join(", ")));
  return element;
}

/** What was not known when the box was made may be longer than that. */
function squeeze(text: SVGElement, length: number, room: number): void {
  if (length * CHARACTER <= room) return;
  text.setAttribute("textLength", String(room));
  text.setAttribute("lengthAdjust", "spacingAndGlyphs");
}

/** How often it was called. */
function badge(x: number, y: number, text: string): SVGElement {
  const width = 10 + text.length * 7;
  return s("g", { class: "times" }, s("rect", { x: x - width + 6, y: y - 8, width, height: 16, rx: 8 }), s("text", { x: x - width / 2 + 6, y: y + 3.5 }, text));
}

function told(node: Node, mark: Mark | undefined): string {
  const parts = [node.label, mark?.note ?? (mark && WORDS[mark.outcome]), mark?.why, ...node.lines];
  return parts.filter(Boolean).join("\n");
}

function outline({ kind, box }: Node): SVGElement[] {
  const [x, y, w, h] = box;
  const rect = (dx: number, rx: number) => s("rect", { class: "outline", x: x + dx, y: y + dx, width: w, height: h, rx });
  switch (kind) {
    case "input":
    case "output":
      return [rect(0, h / 2)];
    case "map":
      return [rect(4, 6), rect(0, 6)];
    case "pipeline":
      return [rect(0, 3), s("path", { class: "side", d: `M${x + 5} ${y}v${h}M${x + w - 5} ${y}v${h}` })];
    case "guarded":
      return [s("path", { class: "outline", d: `M${x + 9} ${y}h${w - 18}l9 9v${h - 18}l-9 9h${18 - w}l-9 -9v${18 - h}z` })];
    case "branch":
      return [s("path", { class: "outline", d: `M${x + 14} ${y}h${w - 28}l14 ${h / 2}l-14 ${h / 2}h${28 - w}l-14 ${-h / 2}z` })];
    default:
      return [rect(0, 6)];
  }
}

export function edge(edge: Edge): SVGGElement {
  const isDotted = edge.kind === "after" || edge.kind === "order";
  const element = s("g", { class: `edge${isDotted ? " dotted" : ""}` }, s("path", { class: "wire", d: edge.path, "marker-end": "url(#arrow)" }));
  if (edge.at && edge.label) element.append(s("text", { class: "label", x: edge.at[0], y: edge.at[1] + 4 }, edge.label));
  return element;
}

export function frame({ title, title_x, box: [x, y, width, height] }: Frame): SVGGElement {
  return s("g", { class: "frame" }, s("rect", { x, y, width, height, rx: 10 }), s("text", { x: title_x, y: y + 17 }, title));
}

/** The tip of each line. */
export function arrow(): SVGElement {
  const tip = s("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7.5, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" });
  tip.append(s("path", { d: "M0.5 1L7.5 4L0.5 7z" }));
  return s("defs", {}, tip);
}
