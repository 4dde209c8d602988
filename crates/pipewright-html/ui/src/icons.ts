// How something ended, as a shape: colour never says it alone.

import { s } from "./dom";
import type { Outcome } from "./rows";

export const WORDS: Record<Outcome | "retried", string> = {
  ok: "ok",
  err: "failed",
  handled: "failed, handled",
  skipped: "skipped",
  running: "running",
  waiting: "waiting",
  retried: "retried",
};

const SHAPES: Record<Outcome | "retried", () => SVGElement[]> = {
  ok: () => [s("circle", { cx: 8, cy: 8, r: 7, class: "solid" }), line("M4.8 8.3 7.1 10.6 11.3 5.8")],
  err: () => [s("path", { d: "M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z", class: "solid" }), line("M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8")],
  handled: () => [s("path", { d: "M8 1.4 15.2 14.4H.8z", class: "solid" }), line("M8 6v3.8M8 12v.2")],
  skipped: () => [s("circle", { cx: 8, cy: 8, r: 6.2, class: "hollow" }), s("path", { d: "M4.8 8h6.4", class: "hollow" })],
  running: () => [s("circle", { cx: 8, cy: 8, r: 6.2, class: "hollow dashed" }), s("circle", { cx: 8, cy: 8, r: 2.4, class: "solid" })],
  waiting: () => [s("circle", { cx: 8, cy: 8, r: 6.2, class: "hollow dashed" })],
  retried: () => [s("path", { d: "M13 8a5 5 0 1 1-1.6-3.7M13 1.8v3.4H9.6", class: "hollow" })],
};

function line(d: string): SVGElement {
  return s("path", { d, class: "sign" });
}

/** Said by the words beside it, so it has none of its own. */
export function icon(outcome: Outcome | "retried"): SVGElement {
  return s("svg", { class: `icon ${outcome}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, ...SHAPES[outcome]());
}

const SIGNS = {
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zm3.3 7.8 3.7 3.7",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  close: "M4 4l8 8M12 4l-8 8",
  fold: "M5.5 3.5 10.5 8l-5 4.5",
  sun: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M13 3l-1.2 1.2M4.2 11.8 3 13",
  fit: "M2.5 6v-3.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  in: "M8 3.5v9M3.5 8h9",
  out: "M3.5 8h9",
  save: "M8 2v8M4.5 6.8 8 10.3l3.5-3.5M2.5 13.5h11",
} as const;

export function sign(name: keyof typeof SIGNS): SVGElement {
  return s("svg", { class: "icon sign", viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: SIGNS[name] }));
}
