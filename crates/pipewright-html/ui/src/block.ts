// The steps of blocks, through which the elements of a map go: each element has a row for each of them, and the picture
// one box for all.

import type { ElementReport, Report, StepReport } from "./report";
import type { Row, RunView } from "./rows";

/** Where the picture of a run has a row's step: the row of that run, and behind it the steps of blocks within. */
export function placeOf(row: Row, run: RunView): { row: Row; names: string[] } | undefined {
  const names: string[] = [];
  let outer: Row | null = row;
  while (outer && outer.run !== run) {
    names.unshift(outer.name);
    outer = outer.run.owner;
  }
  return outer ? { row: outer, names } : undefined;
}

/**
 * The row that a box for all elements stands for: that of the element in which the selection lies, or else of the first
 * among those with which most is wrong.
 */
export function rowOf(map: Row, [name, ...deeper]: string[], selected: Row | null): Row | undefined {
  const elements = map.report?.elements ?? [];
  const steps = elements.map((element) => lastRun(element)?.steps.find(({ step }) => step === name));
  const near = elementAround(selected, map);
  const own = steps.findIndex((step, place) => step !== undefined && elements[place]!.index === near);
  const place = own >= 0 ? own : worst(steps);
  const element = place < 0 ? undefined : map.children[place];
  const rows = (element?.calls.length ?? 0) > 1 ? element?.children.at(-1)?.children : element?.children;
  const row = rows?.find((row) => row.name === name);
  return row && deeper.length > 0 ? (rowOf(row, deeper, selected) ?? row) : row;
}

function lastRun(element: ElementReport): Report | undefined {
  return element.attempts.at(-1)?.run;
}

/** Which element of a map a row lies in. */
function elementAround(row: Row | null, map: Row): number | undefined {
  for (let outer = row; outer; outer = outer.parent) {
    if (outer.parent === map) return outer.index;
  }
  return undefined;
}

const RANKS = { err: 0, pending: 1, ok: 2, skipped: 3 };

function worst(steps: (StepReport | undefined)[]): number {
  let found = -1;
  let least = Infinity;
  steps.forEach((step, place) => {
    if (!step) return;
    const rank = step.outcome === "pending" && step.attempts.length === 0 ? 4 : RANKS[step.outcome];
    if (rank < least) [found, least] = [place, rank];
  });
  return found;
}
