// Who waits for whom in a run: when a step could begin, and the chain of steps that decided how long the run took.

import type { Graph, Report, Wire } from "./report";
import type { Row } from "./rows";

export class Wiring {
  readonly graph?: Graph;
  /** For each step those that it waits for. */
  readonly parents: number[][];
  private path?: Set<number>;
  private rows: Row[] = [];

  constructor(graph: Graph | undefined, report: Report) {
    this.graph = graph;
    this.parents = report.steps.map(() => []);
    for (const wire of graph?.wires ?? []) {
      if (wire.kind === "next" || wire.kind === "call" || wire.to === "output" || !("step" in wire.from)) continue;
      this.parents[wire.to.step]?.push(wire.from.step);
    }
  }

  /** The wires that end at a step. */
  into(step: number): Wire[] {
    return (this.graph?.wires ?? []).filter((wire) => wire.to !== "output" && wire.to.step === step);
  }

  /** The steps, each once, that read what a step gives or wait for it. */
  out(step: number): number[] {
    const from = (wire: Wire) => "step" in wire.from && wire.from.step === step;
    const wires = (this.graph?.wires ?? []).filter((wire) => wire.to !== "output" && from(wire));
    return [...new Set(wires.map((wire) => (wire.to as { step: number }).step))];
  }

  /** Tells each row when its step could begin. They stand after those that they wait for. */
  place(rows: Row[], start: number): void {
    this.rows = [...rows];
    for (const row of rows) {
      let ready = start;
      for (const parent of this.parents[row.step] ?? []) {
        ready = Math.max(ready, ended(rows[parent]) ?? start);
      }
      if (this.graph || !row.ran) row.ready = row.ran ? Math.min(ready, row.from) : ready;
    }
  }

  /** The steps of which each was the last that the next one waited for, up to the one that ended last. */
  get critical(): Set<number> {
    if (this.path) return this.path;
    this.path = new Set();
    if (!this.graph) return this.path;
    let last = latest(this.rows);
    while (last && !this.path.has(last.step)) {
      this.path.add(last.step);
      last = latest((this.parents[last.step] ?? []).map((parent) => this.rows[parent]));
    }
    return this.path;
  }
}

/** When it was over: a step that was skipped, as soon as that was clear. */
function ended(row: Row | undefined): number | undefined {
  return row?.ran ? row.to : row?.ready;
}

function latest(rows: (Row | undefined)[]): Row | undefined {
  let last: Row | undefined;
  for (const row of rows) {
    if (row?.ran && (!last || row.to > last.to)) last = row;
  }
  return last;
}

/** Whether a row lies on the critical path of the outermost run. */
export function isCritical(row: Row): boolean {
  if (row.kind === "attempt") return row.parent !== null && isCritical(row.parent);
  if (row.kind !== "step" || !row.run.wiring.critical.has(row.step)) return false;
  return row.run.owner === null || isCritical(row.run.owner);
}
