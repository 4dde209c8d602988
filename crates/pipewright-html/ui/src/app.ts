// What every part of the page has: the run, and what the reader has chosen.

import type { Layouts } from "./layout";
import type { Report } from "./report";
import { type Book, type Row, RunView } from "./rows";
import { Store } from "./state";
import { Clock } from "./time";

export class App {
  readonly report: Report;
  readonly run: RunView;
  readonly layouts: Layouts;
  readonly store = new Store();
  private found: Row | null = null;

  constructor(report: Report, layouts: Layouts) {
    this.report = report;
    this.layouts = layouts;
    const clock = new Clock(report.started);
    const book: Book = { clock, graphs: report.graphs ?? {}, now: clock.since(report.finished) };
    this.run = new RunView(report, book, null, "");
  }

  /** Whether the run had ended when the report was made. */
  get isOver(): boolean {
    return this.report.outcome !== "pending";
  }

  /** The row of this id. */
  find(id: string): Row | null {
    if (this.found?.id !== id) this.found = id ? find(this.run.rows, id) : null;
    return this.found;
  }

  get selected(): Row | null {
    return this.find(this.store.state.selected);
  }

  /** Selects a row, and unfolds what it lies in. */
  select(row: Row, detail = this.store.state.detail): void {
    const folds = new Set(this.store.state.folds);
    for (let outer = row.parent; outer; outer = outer.parent) {
      if (outer.kind === "call" || outer.kind === "attempt") folds.delete(outer.id);
      else folds.add(outer.id);
    }
    this.found = row;
    this.store.set({ selected: row.id, detail, folds });
  }

  fold(row: Row): void {
    const folds = new Set(this.store.state.folds);
    if (!folds.delete(row.id)) folds.add(row.id);
    this.store.set({ folds });
  }
}

function find(rows: Row[], id: string): Row | null {
  for (const row of rows) {
    if (row.id === id) return row;
    const inner = id.startsWith(row.id) && row.hasChildren ? find(row.children, id) : null;
    if (inner) return inner;
  }
  return null;
}
