// Many rows in a few figures: how they ended, how long they took, how many ran at once.

import type { Outcome, Row } from "./rows";

export type Counts = Record<Outcome, number> & { retried: number; all: number };

export function count(rows: Row[]): Counts {
  const counts: Counts = { ok: 0, err: 0, handled: 0, skipped: 0, running: 0, waiting: 0, retried: 0, all: rows.length };
  for (const row of rows) {
    counts[row.outcome] += 1;
    if (row.attempts > 1 && row.kind !== "call" && !isRepeated(row)) counts.retried += 1;
  }
  return counts;
}

/** A step of a workflow is executed again and again without anything going wrong. */
function isRepeated(row: Row): boolean {
  return row.kind === "step" && row.times !== undefined;
}

export interface Spread {
  least: number;
  median: number;
  p95: number;
  most: number;
}

/** Of the times that they took; nothing if none ran. */
export function spread(rows: Row[]): Spread | undefined {
  const times = rows.filter((row) => row.ran).map((row) => row.to - row.from);
  if (times.length === 0) return undefined;
  times.sort((one, other) => one - other);
  const last = times.length - 1;
  const median = (times[Math.floor(last / 2)]! + times[Math.ceil(last / 2)]!) / 2;
  return { least: times[0]!, median, p95: times[Math.min(last, Math.floor(0.95 * times.length))]!, most: times[last]! };
}

/** How many ran, on average, in each of so many equal parts of a time. */
export function density(rows: Row[], from: number, to: number, parts: number): number[] {
  const change = new Float64Array(parts + 2);
  const width = (to - from) / parts;
  for (const row of rows) {
    if (!row.ran || row.to < from || row.from > to) continue;
    const begin = (Math.max(row.from, from) - from) / width;
    const end = (Math.min(row.to, to) - from) / width;
    ramp(change, begin, 1);
    ramp(change, end, -1);
  }
  const running: number[] = [];
  let level = 0;
  for (let part = 0; part < parts; part++) {
    level += change[part]!;
    running.push(Math.max(0, level));
  }
  return running;
}

/** From here on so many more; in the part in which it begins, in proportion. */
function ramp(change: Float64Array, at: number, by: number): void {
  const part = Math.min(Math.floor(at), change.length - 2);
  const rest = at - part;
  change[part]! += by * (1 - rest);
  change[part + 1]! += by * rest;
}
