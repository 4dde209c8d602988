// What a picture shows on a step: how it ended, and a few words more.

import type { Inside } from "./layout";
import type { GraphStep, Kind, Report, StepReport } from "./report";
import type { Outcome, Row, RunView } from "./rows";
import { crowd, isLeft, undone, why } from "./words";

export interface Mark {
  outcome: Outcome;
  /** How often it was called. */
  times?: number;
  /** How many of these calls, or of its elements, failed, although it did not. */
  failed?: number;
  /** What stands beneath its name. */
  note?: string;
  /** What came of undoing it, which stands where the box tells how it is undone. */
  undo?: string;
  /** What is said beneath the pointer. */
  why?: string;
}

/** Nothing if it has not begun. */
export function ofRow(row: Row): Mark | undefined {
  if (row.outcome === "waiting") return undefined;
  const undo = undone(row);
  const failed = row.outcome === "ok" ? failures(row) : 0;
  const outcome = isLeft(row) ? "err" : failed > 0 ? "handled" : row.outcome;
  const told = [why(row), failed > 0 && crowd(row), undo].filter(Boolean).join("\n");
  return { outcome, times: row.attempts, failed, undo: undo.split(":")[0], why: told };
}

/** How many of its elements failed, or of its executions in a workflow. */
function failures(row: Row): number {
  const many: { outcome: Outcome | Kind }[] = row.report?.elements ?? (row.times === undefined ? [] : row.children);
  return many.filter(({ outcome }) => outcome === "err").length;
}

/** How a step of a block went, which each element has; nothing if none came there. */
export function ofBlock(run: RunView, { step, names }: Inside): Mark | undefined {
  const map = run.report.steps[step];
  if (!map) return undefined;
  let wired: GraphStep | undefined = run.wiring.graph?.steps[step];
  let reports: StepReport[] = [map];
  for (const name of names) {
    wired = wired?.block?.[0]?.steps.find((inner) => inner.name === name);
    reports = reports.flatMap(runs).flatMap((inner) => inner.steps.find((report) => report.step === name) ?? []);
  }
  // the map goes on without an element that fails
  const isHandled = wired?.handled || map.outcome !== "err";
  return together(reports, isHandled);
}

/** The last run of each element. */
function runs(step: StepReport): Report[] {
  return (step.elements ?? []).flatMap((element) => element.attempts.at(-1)?.run ?? []);
}

/** In words: `4 ok, 1 failed`. */
function together(reports: StepReport[], isHandled: boolean): Mark | undefined {
  const ends = { ok: 0, err: 0, skipped: 0, running: 0 };
  for (const { outcome, attempts } of reports) {
    if (outcome !== "pending") ends[outcome] += 1;
    else if (attempts.length > 0) ends.running += 1;
  }
  const words = { ok: "ok", err: "failed", skipped: "skipped", running: "running" };
  const kinds = (["ok", "err", "skipped", "running"] as const).filter((kind) => ends[kind] > 0);
  if (kinds.length === 0) return undefined;
  const note = kinds.map((kind) => `${ends[kind].toLocaleString()} ${words[kind]}`).join(", ");
  const outcome = (["err", "running", "ok"] as const).find((kind) => ends[kind] > 0) ?? "skipped";
  return { outcome: outcome === "err" && isHandled ? "handled" : outcome, note };
}
