// Where the boxes and the lines of a graph lie, as it was worked out when the page was made.

export type Box = [x: number, y: number, w: number, h: number];

export interface Layout {
  size: [number, number];
  groups: Frame[];
  nodes: Node[];
  edges: Edge[];
}

export interface Frame {
  title: string;
  /** Where its title begins. */
  title_x: number;
  box: Box;
}

export interface Node {
  kind: "input" | "output" | "step" | "guarded" | "pipeline" | "map" | "branch";
  label: string;
  lines: string[];
  step?: number | null;
  /** Where it is, if it is a step of a block. */
  inside?: Inside | null;
  box: Box;
}

/** Where a step of a block is. */
export interface Inside {
  /** The number of the pipeline's step whose elements go through the block. */
  step: number;
  /** The step's name, behind those of the maps in that block which are around it. */
  names: string[];
}

export interface Edge {
  from: number;
  to: number;
  kind: string;
  label: string;
  at?: [number, number] | null;
  path: string;
}

/** By the definition of the pipeline. */
export type Layouts = Record<string, Layout>;

/** The box around both. */
export function around(one: Box, other: Box): Box {
  const [x, y] = [Math.min(one[0], other[0]), Math.min(one[1], other[1])];
  const [right, low] = [Math.max(one[0] + one[2], other[0] + other[2]), Math.max(one[1] + one[3], other[1] + other[3])];
  return [x, y, right - x, low - y];
}

export function overlap(one: Box, other: Box): boolean {
  return one[0] < other[0] + other[2] && other[0] < one[0] + one[2] && one[1] < other[1] + other[3] && other[1] < one[1] + one[3];
}
