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
    const limits = this.limits(rows);
    for (const row of rows) {
      let ready = start;
      for (const parent of this.parents[row.step] ?? []) {
        ready = Math.max(ready, ended(rows[parent]) ?? start);
      }
      if (this.graph || !row.ran) row.ready = Math.min(ready, row.ran ? row.from : limits[row.step]!);
    }
  }

  /**
   * When each was over at the latest: before any that waited for it began. It may have been skipped before all was
   * there that it reads.
   */
  private limits(rows: Row[]): number[] {
    const limits = rows.map(() => Infinity);
    for (const row of rows) {
      if (!row.ran) continue;
      for (const parent of this.parents[row.step] ?? []) limits[parent] = Math.min(limits[parent] ?? Infinity, row.from);
    }
    return limits;
  }

  /**
   * The steps of which each was the last that the next one waited for, up to the one that ended last. A step that was
   * skipped is among them if the next one waited until that was clear.
   */
  get critical(): Set<number> {
    if (this.path) return this.path;
    this.path = new Set();
    if (!this.graph) return this.path;
    const last = latest(this.rows.filter((row) => row.ran));
    let chain = last ? [last] : [];
    while (chain.length > 0) {
      for (const row of chain) this.path.add(row.step);
      chain = this.before(chain.at(-1)!);
    }
    return this.path;
  }

  /** What a step waited for last: the steps that were skipped on the way there, then one that ran. */
  private before(step: Row): Row[] {
    const next = new Map<number, Row>();
    const open = [step];
    const ran: Row[] = [];
    for (let row = open.pop(); row; row = open.pop()) {
      for (const number of this.parents[row.step] ?? []) {
        const parent = this.rows[number];
        if (!parent || next.has(number)) continue;
        next.set(number, row);
        (parent.ran ? ran : open).push(parent);
      }
    }
    // a step may have been skipped before all that it would have read was there
    const last = latest(ran.filter((row) => next.get(row.step) === step || row.to <= step.from));
    const chain: Row[] = [];
    for (let row = last; row && row !== step; row = next.get(row.step)) chain.unshift(row);
    return chain;
  }
}

/** When it was over: a step that was skipped, as soon as that was clear. */
function ended(row: Row | undefined): number | undefined {
  return row?.ran ? row.to : row?.ready;
}

function latest(rows: Row[]): Row | undefined {
  let last: Row | undefined;
  for (const row of rows) {
    if (!last || row.to > last.to) last = row;
  }
  return last;
}

/** Whether a row lies on the critical path of the outermost run. */
export function isCritical(row: Row): boolean {
  if (row.kind === "attempt") return row.parent !== null && isCritical(row.parent);
  if (row.kind !== "step" || !row.run.wiring.critical.has(row.step)) return false;
  return row.run.owner === null || isCritical(row.run.owner);
}
