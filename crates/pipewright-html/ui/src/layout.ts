// Where the nodes and the wires of a graph lie, as it was computed when the page was made.

export type Layouts = Record<string, unknown>;
