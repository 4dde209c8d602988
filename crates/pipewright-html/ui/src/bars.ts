// What one row shows on the axis of time: waiting, attempts, the waits between them, and what came of it.

import { h, place, s } from "./dom";
import { WORDS } from "./icons";
import type { Row } from "./rows";
import type { Scale } from "./scale";
import { count, density, spread } from "./stats";
import { duration } from "./time";

/** All that a row shows. */
export function bars(row: Row, scale: Scale): (HTMLElement | SVGElement)[] {
  const shown: (HTMLElement | SVGElement)[] = [];
  if (!row.ran) {
    if (row.ready !== undefined && scale.sees(row.ready, row.ready)) shown.push(dot(row, scale.x(row.ready)));
    return shown;
  }
  if (row.ready !== undefined && scale.x(row.from) - scale.x(row.ready) > 2) {
    push(shown, "wait", row.ready, row.from, scale, 0);
  }
  const many = gathered(row);
  if (many) {
    shown.push(...lane(row, many, scale));
  } else {
    row.calls.forEach((call, number) => {
      const before = row.calls[number - 1];
      if (before?.to !== undefined) push(shown, "backoff", before.to, call.from, scale, 0);
      const to = call.to ?? row.run.book.now;
      push(shown, `bar ${colour(row, number)}`, call.from, to, scale, 3);
    });
  }
  for (const call of row.undo) push(shown, "bar undo", call.from, call.to ?? call.from, scale, 3);
  shown.push(...ticks(row, scale));
  shown.push(text(row, scale));
  return shown;
}

/** The elements or the executions that lie in one lane together. */
export function gathered(row: Row): Row[] | null {
  if (row.kind !== "step" || !(row.report?.elements?.length || row.times)) return null;
  return row.children;
}

/** An attempt that was not the last one was not good enough. */
function colour(row: Row, number: number): string {
  const call = row.calls[number]!;
  if (call.to === undefined) return "running";
  if (call.error || number < row.calls.length - 1) return row.outcome === "handled" ? "handled" : "err";
  return row.outcome;
}

function push(shown: Element[], kind: string, from: number, to: number, scale: Scale, least: number): void {
  if (!scale.sees(from, to)) return;
  const bar = h("i", { class: kind });
  place(bar, ...scale.bar(from, to, least));
  shown.push(bar);
}

function dot(row: Row, x: number): HTMLElement {
  const dot = h("i", { class: `dot ${row.outcome}` });
  place(dot, Math.max(0, x - 4));
  return dot;
}

/** Many in one lane: how many ran at once, and how many of them were to fail. */
function lane(row: Row, many: Row[], scale: Scale): (HTMLElement | SVGElement)[] {
  if (!scale.sees(row.from, row.to)) return [];
  const frame = h("i", { class: `lane ${row.outcome}` });
  const [left, width] = scale.bar(row.from, row.to, 3);
  place(frame, left, width);
  const [from, to] = [scale.time(left), scale.time(left + width)];
  const parts = Math.max(1, Math.min(240, Math.round(width / 3)));
  const failed = many.filter((one) => one.outcome === "err");
  const running = density(many, from, to, parts);
  const most = Math.max(1, ...running);
  const view = { viewBox: `0 0 ${parts} 1`, preserveAspectRatio: "none", "aria-hidden": "true" };
  frame.append(s("svg", view, area(running, most, "all"), failed.length > 0 && area(density(failed, from, to, parts), most, "failed")));
  return [frame, ...crosses(failed, scale)];
}

/** How many there were in each part, drawn from the ground. */
function area(levels: number[], most: number, kind: string): SVGElement {
  const points = levels.map((level, at) => {
    const y = (1 - level / most).toFixed(3);
    return `L${at} ${y}H${at + 1}`;
  });
  return s("path", { class: kind, d: `M0 1${points.join("")}V1Z` });
}

const MOST_CROSSES = 60;

/** A sign where each ended that failed, as long as these are not more than a reader could tell apart. */
function crosses(failed: Row[], scale: Scale): HTMLElement[] {
  const seen = failed.filter((row) => row.ran && scale.sees(row.to, row.to));
  if (seen.length > MOST_CROSSES) return [];
  return seen.map((row) => {
    const cross = h("i", { class: "cross" });
    place(cross, scale.x(row.to) - 3);
    return cross;
  });
}

/** A sign for each thing that a step has told. */
function ticks(row: Row, scale: Scale): HTMLElement[] {
  const taken = new Set<number>();
  for (const event of row.events) {
    const time = row.run.book.clock.since(event.time);
    if (scale.sees(time, time)) taken.add(Math.round(scale.x(time) / 4));
  }
  return [...taken].map((at) => {
    const tick = h("i", { class: "tick" });
    place(tick, at * 4 - 3);
    return tick;
  });
}

/** A few words beside the bars. */
function text(row: Row, scale: Scale): HTMLElement {
  const words = h("span", { class: "beside" }, beside(row));
  const right = scale.x(row.to) + 8;
  const room = (words.textContent?.length ?? 0) * 6.2 + 12;
  const left = scale.x(row.ready ?? row.from) - 8;
  if (right + room > scale.room && left > room) {
    words.classList.add("left");
    words.style.right = `${(scale.room - left).toFixed(1)}px`;
  } else {
    const at = Math.min(right, scale.room - room);
    if (at < right) words.classList.add("over");
    place(words, Math.max(4, at));
  }
  return words;
}

function beside(row: Row): string {
  const many = gathered(row);
  if (!many) {
    const retries = row.calls.length > 1 ? ` · ${row.calls.length} attempts` : "";
    const open = row.outcome === "running" ? " · running" : "";
    return duration(row.to - row.from) + retries + open;
  }
  const median = spread(many)?.median;
  const counts = count(many);
  const failed = counts.err > 0 ? ` · ${counts.err.toLocaleString()} ${WORDS.err}` : "";
  return `${counts.all.toLocaleString()} ×${failed}${median === undefined ? "" : ` · median ${duration(median)}`}`;
}
