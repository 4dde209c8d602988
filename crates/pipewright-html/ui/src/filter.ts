// Which rows are shown.

import type { Row } from "./rows";
import type { State } from "./state";
import { isCritical } from "./wiring";
import { isLeft } from "./words";

/** Whether anything is filtered at all. */
export function isFiltered(state: State): boolean {
  return state.text !== "" || state.outcomes.size > 0 || state.lens !== "";
}

/** Whether what is below a row is shown. */
export function isOpen(row: Row, state: State): boolean {
  const isOpenAtFirst = row.kind === "call" || row.kind === "attempt";
  return isOpenAtFirst !== state.folds.has(row.id);
}

/** The rows to be shown, in order. */
export function shown(rows: Row[], state: State): Row[] {
  const list: Row[] = [];
  if (isFiltered(state)) {
    const sieve = new Sieve(state);
    for (const row of rows) sieve.add(row, list);
  } else {
    for (const row of rows) add(row, state, list);
  }
  return list;
}

function add(row: Row, state: State, list: Row[]): void {
  list.push(row);
  if (row.hasChildren && isOpen(row, state)) {
    for (const child of row.children) add(child, state, list);
  }
}

class Sieve {
  private readonly state: State;
  private readonly words: string[];

  constructor(state: State) {
    this.state = state;
    this.words = state.text.toLowerCase().split(/\s+/).filter(Boolean);
  }

  /** Adds what passes below a row, and above that the row itself. */
  add(row: Row, list: Row[]): boolean {
    const passes = this.passes(row);
    const place = list.push(row);
    const folded = passes && !this.looksInside(row);
    if (row.hasChildren && (!folded || isOpen(row, this.state))) {
      for (const child of row.children) this.add(child, list);
    }
    if (passes || list.length > place) return true;
    list.pop();
    return false;
  }

  /** A failure is to be found wherever it is, and so is a path; otherwise a row that passes speaks for what is below it. */
  private looksInside(row: Row): boolean {
    if (this.state.lens === "critical") return true;
    return row.outcome !== "ok" && (this.state.lens === "failed" || this.state.outcomes.has("err"));
  }

  private passes(row: Row): boolean {
    const { outcomes, lens } = this.state;
    if (outcomes.size > 0 && !outcomes.has(row.outcome) && !(outcomes.has("retried") && row.attempts > 1)) return false;
    if (lens === "failed" && !isTakenDown(row)) return false;
    if (lens === "critical" && !isCritical(row)) return false;
    if (this.words.length === 0) return true;
    const text = searchable(row);
    return this.words.every((word) => text.includes(word));
  }
}

/** Whether it failed, or could not be undone, or was skipped on account of something that failed. */
export function isTakenDown(row: Row): boolean {
  if (row.outcome === "err" || row.outcome === "handled" || isLeft(row)) return true;
  const causes = row.report?.caused_by ?? [];
  if (row.outcome !== "skipped" || causes.length === 0) return false;
  const failed = row.run.report.steps.filter((step) => step.outcome === "err");
  return failed.some((step) => causes.includes(step.step));
}

/** Whether anything failed, in the run or below its steps. */
export function hasFailed(rows: Row[]): boolean {
  return rows.some((row) => isTakenDown(row) || (row.hasChildren && hasFailed(row.children)));
}

function searchable(row: Row): string {
  const output = row.run.wiring.graph?.steps[row.step]?.output;
  const parts = [row.label, row.reason, row.payload, row.value, row.report?.value, output?.name, output?.ty];
  for (const call of row.calls) parts.push(call.error);
  return parts.filter(Boolean).join("\n").toLowerCase();
}
