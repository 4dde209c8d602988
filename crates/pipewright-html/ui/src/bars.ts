// What one row shows on the axis of time: waiting, attempts, the waits between them, and what came of it.

import { h, place, s } from "./dom";
import type { Row } from "./rows";
import type { Scale } from "./scale";
import { density } from "./stats";
import { duration } from "./time";
import { beside, gathered, isBackedOff } from "./words";

/** All that a row shows. */
export function bars(row: Row, scale: Scale): (HTMLElement | SVGElement)[] {
  const shown: (HTMLElement | SVGElement)[] = [];
  const { now } = row.run.book;
  const begin = row.ran ? row.from : row.outcome === "waiting" ? now : (row.ready ?? now);
  if (row.ready !== undefined && scale.x(begin) - scale.x(row.ready) > 2) {
    push(shown, "wait", row.ready, begin, scale, 0);
  }
  if (!row.ran) {
    if (row.outcome !== "waiting" && scale.sees(begin, begin)) shown.push(dot(row, scale.x(begin)));
    return shown;
  }
  const many = gathered(row);
  if (many) {
    shown.push(...lane(row, many, scale));
  } else {
    row.calls.forEach((call, number) => {
      const before = row.calls[number - 1];
      if (before?.to !== undefined) push(shown, "backoff", before.to, call.from, scale, 0);
      const to = call.to ?? now;
      push(shown, `bar ${colour(row, number)}`, call.from, to, scale, 3, attempt(row, number));
    });
    const last = row.calls.at(-1)?.to;
    if (isBackedOff(row) && last !== undefined) push(shown, "backoff", last, now, scale, 0);
  }
  for (const call of row.undo) {
    const [kind, words] = call.error ? ["bar undo err", `undo failed: ${call.error}`] : ["bar undo", "undo"];
    push(shown, kind, call.from, call.to ?? now, scale, 3, words);
  }
  shown.push(...ticks(row, scale));
  const words = text(row, scale);
  if (words) shown.push(words);
  return shown;
}

/** An attempt that was not the last one was not good enough. */
function colour(row: Row, number: number): string {
  const call = row.calls[number]!;
  if (call.to === undefined) return "running";
  if (call.error || number < row.calls.length - 1) return row.outcome === "handled" ? "handled" : "err";
  return row.outcome;
}

/** What one says beneath the pointer. */
function attempt(row: Row, number: number): string {
  const call = row.calls[number]!;
  const took = duration((call.to ?? row.run.book.now) - call.from);
  const which = row.calls.length > 1 ? `attempt ${number + 1}: ` : "";
  return `${which}${took}${call.error ? `, ${call.error}` : ""}`;
}

function push(shown: Element[], kind: string, from: number, to: number, scale: Scale, least: number, title?: string): void {
  if (!scale.sees(from, to)) return;
  const bar = h("i", { class: kind, title });
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

/** A few words beside the bars, where there is room for them: behind, before, in a pause, or on the bar itself. */
function text(row: Row, scale: Scale): HTMLElement | null {
  const end = Math.min(scale.x(row.to), scale.width);
  const begin = Math.max(0, scale.x(row.ready ?? row.from));
  const [whole, short] = beside(row);
  for (const said of [whole, short]) {
    const room = said.length * 6.4 + 8;
    const at = (left: number, kind = "") => placed(said, left, kind);
    if (end + 8 + room < scale.room) return at(end + 8);
    if (begin - 8 > room) return before(said, scale.room - begin + 8);
    const pause = longestPause(row, scale);
    if (pause && pause[1] - pause[0] > room + 16) return at((pause[0] + pause[1] - room) / 2, " over");
    if (row.calls.length === 1 && end - begin > room + 16) return at(end - room - 6, " over");
  }
  return null;
}

function placed(text: string, left: number, kind: string): HTMLElement {
  const words = h("span", { class: `beside${kind}` }, text);
  place(words, left);
  return words;
}

function before(text: string, right: number): HTMLElement {
  const words = h("span", { class: "beside left" }, text);
  words.style.right = `${right.toFixed(1)}px`;
  return words;
}

/** Where it waited longest between two attempts. */
function longestPause(row: Row, scale: Scale): [number, number] | null {
  let longest: [number, number] | null = null;
  row.calls.forEach((call, number) => {
    const last = row.calls[number - 1]?.to;
    if (last === undefined) return;
    const pause: [number, number] = [Math.max(0, scale.x(last)), Math.min(scale.width, scale.x(call.from))];
    if (!longest || pause[1] - pause[0] > longest[1] - longest[0]) longest = pause;
  });
  return longest;
}
