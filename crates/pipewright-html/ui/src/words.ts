// A row in words: for the table, for screen readers, and beside the pointer.

import { WORDS } from "./icons";
import type { Row } from "./rows";
import { count, spread } from "./stats";
import { duration, offset } from "./time";
import { isCritical } from "./wiring";

/** The elements or the executions that lie in one lane together. */
export function gathered(row: Row): Row[] | null {
  if (row.kind !== "step" || !(row.report?.elements?.length || row.times)) return null;
  return row.children;
}

export function outcomeOf(row: Row): string {
  return WORDS[row.outcome];
}

export function startOf(row: Row): string {
  return row.ran ? offset(row.from - row.run.book.clock.since(row.run.report.started)) : "";
}

export function waited(row: Row): number {
  return row.ran && row.ready !== undefined ? row.from - row.ready : 0;
}

/** How long it waited between its attempts. */
export function backedOff(row: Row): number {
  let all = 0;
  row.calls.forEach((call, number) => {
    const before = row.calls[number - 1];
    if (before?.to !== undefined) all += Math.max(0, call.from - before.to);
  });
  return all;
}

/** Whether it waits for its next attempt. */
export function isBackedOff(row: Row): boolean {
  return row.outcome === "running" && Boolean(row.calls.at(-1)?.error);
}

/** How far it has got, as it says itself. */
export function progress(row: Row): string {
  const { done, total } = row.report?.progress ?? {};
  if (done === undefined) return "";
  return total === undefined || total === null ? done.toLocaleString() : `${done.toLocaleString()} of ${total.toLocaleString()}`;
}

/** Why it did not end well, and on whose account. */
export function why(row: Row): string {
  const causes = row.report?.caused_by ?? [];
  const reason = row.reason ?? "";
  return causes.length > 0 ? `${reason}: ${causes.join(", ")}` : reason;
}

/** Whether it was to be undone, and what it did is there still. */
export function isLeft(row: Row): boolean {
  return row.report?.undo?.outcome === "err";
}

/** What came of undoing it. */
export function undone(row: Row): string {
  const undo = row.report?.undo;
  if (!undo) return "";
  if (undo.outcome === "pending") return "being undone";
  return undo.outcome === "ok" ? "undone" : `not undone: ${undo.reason ?? ""}`;
}

/** Those that lie in its lane, in figures. */
export function crowd(row: Row): string {
  const many = gathered(row);
  if (!many || many.length === 0) return "";
  const counts = count(many);
  const noun = row.kind === "step" && row.times ? "executions" : "elements";
  const parts = [`${counts.all.toLocaleString()} ${noun}`, `${counts.ok.toLocaleString()} ok`];
  if (counts.err > 0) parts.push(`${counts.err.toLocaleString()} failed`);
  if (counts.skipped > 0) parts.push(`${counts.skipped.toLocaleString()} left out`);
  if (counts.running > 0) parts.push(`${counts.running.toLocaleString()} running`);
  const times = spread(many);
  if (times) parts.push(`median ${duration(times.median)}`, `95 % within ${duration(times.p95)}`, `longest ${duration(times.most)}`);
  return parts.join(", ");
}

/** What stands beside its bars: all of it, and the least that is worth to be said, with which that begins. */
export function beside(row: Row): [string, string] {
  const many = gathered(row);
  if (!many) {
    const took = duration(row.to - row.from);
    const retries = row.calls.length > 1 ? ` · ${row.calls.length} attempts` : "";
    const far = progress(row);
    const open = row.outcome !== "running" ? "" : isBackedOff(row) ? " · backing off" : ` · running${far && `, ${far}`}`;
    return [took + retries + open, took];
  }
  const median = spread(many)?.median;
  const counts = count(many);
  const number = progress(row) || `${counts.all.toLocaleString()} ×`;
  const failed = counts.err > 0 ? ` · ${counts.err.toLocaleString()} ${WORDS.err}` : "";
  return [`${number}${failed}${median === undefined ? "" : ` · median ${duration(median)}`}`, number];
}

/** All of it for those who do not see it. What stands in the row is said first. */
export function sentence(row: Row): string {
  const seen = [row.label, row.payload, row.ran ? beside(row)[0] : ""].filter(Boolean).join(" ");
  const parts = [seen, outcomeOf(row), startOf(row)];
  if (isCritical(row)) parts.push("on the critical path");
  parts.push(crowd(row), why(row), undone(row));
  return parts.filter(Boolean).join(", ");
}
