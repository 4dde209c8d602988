// What the signs of the timeline mean, and the buttons for those who have no wheel.

import type { App } from "./app";
import type { Axis } from "./axis";
import { h } from "./dom";
import { hasFailed } from "./filter";
import { sign } from "./icons";
import { isBackedOff } from "./words";

export function legend({ run }: App, axis: Axis): HTMLElement {
  const rows = run.rows;
  const has = (test: (row: (typeof rows)[number]) => boolean) => rows.some(test);
  const one = (kind: string, words: string, isThere: boolean) =>
    isThere && h("span", { class: "sample" }, h("span", { class: "swatch", "aria-hidden": "true" }, h("i", { class: kind })), words);
  return h(
    "div",
    { class: "legend" },
    one("wait", "waiting", has((row) => row.ready !== undefined && row.outcome !== "skipped")),
    one("bar ok", "ok", true),
    one("bar err", "failed attempt", has((row) => row.calls.some((call) => call.error)) || hasFailed(rows)),
    one("backoff", "back-off", has((row) => row.calls.length > 1 || isBackedOff(row))),
    one("dot skipped", "skipped", has((row) => row.outcome === "skipped" && !row.ran)),
    one("bar running", "running", has((row) => row.outcome === "running")),
    one("bar undo", "undone", has((row) => row.undo.some((call) => !call.error))),
    one("bar undo err", "undo failed", has((row) => row.undo.some((call) => call.error))),
    one("tick", "event", has((row) => row.events.length > 0)),
    one("path", "critical path", run.wiring.critical.size > 0),
    h(
      "span",
      { class: "buttons" },
      button("out", "Show more of the time (-)", () => axis.zoom(2)),
      button("in", "Show less of the time (+)", () => axis.zoom(0.5)),
      button("fit", "Show all of the time (0)", () => axis.zoom(Infinity)),
    ),
  );
}

export function button(icon: Parameters<typeof sign>[0], words: string, onclick: () => void): HTMLElement {
  return h("button", { type: "button", class: "plain", title: words, "aria-label": words, onclick }, sign(icon));
}
