// What is in the picture of one run. A large graph is drawn as far as it can be seen; from afar, as plain boxes.

import { placeOf, rowOf } from "./block";
import { replace, s } from "./dom";
import { isFiltered } from "./filter";
import { around, type Box, type Layout, type Node, overlap } from "./layout";
import { type Mark, ofBlock, ofRow } from "./mark";
import type { Row, RunView } from "./rows";
import { arrow, edge, frame, node } from "./shapes";
import type { State } from "./state";
import type { View } from "./view";

/** Graphs of no more nodes are drawn as a whole. */
const SMALL = 150;
/** The scale below which nobody can read a name. */
const FAR = 0.28;

export class Scene {
  readonly element: SVGGElement;
  private readonly layout: Layout;
  private readonly run: RunView;
  private readonly far = s("g", { class: "far" });
  private readonly near = s("g");
  private readonly edges = s("g");
  private readonly nodes = s("g");
  private readonly rings = s("g");
  private readonly made = new Map<string, SVGGElement>();
  /** The places of steps, and of those in blocks, by their numbers and names. */
  private readonly places = new Map<string, number>();
  /** The key of the step that is selected. */
  private selected: string | undefined;
  /** Those of the steps that are not dimmed, if any are. */
  private kept: Set<string | undefined> | null = null;

  constructor(layout: Layout, run: RunView) {
    this.layout = layout;
    this.run = run;
    layout.nodes.forEach((node, place) => {
      const key = keyOf(node);
      if (key !== undefined) this.places.set(key, place);
    });
    this.near.append(...layout.groups.map(frame), this.edges, this.nodes);
    this.element = s("g", {}, arrow(), this.far, this.near, this.rings);
  }

  /** Whether there is something at a point that can be selected. */
  has(x: number, y: number): boolean {
    const place = this.at(x, y);
    return this.row(place) !== undefined || Boolean(this.mapOf(place)?.report?.elements?.length);
  }

  /** The row of what lies at a point: in a block that of the element that is selected, or of one of all. */
  pick(x: number, y: number, selected: Row | null): Row | undefined {
    const place = this.at(x, y);
    const map = this.mapOf(place);
    return map ? rowOf(map, this.layout.nodes[place]!.inside!.names, selected) : this.row(place);
  }

  /** The box of a row's step, if that is in this picture. */
  boxOf(row: Row): Box | undefined {
    return this.layout.nodes[this.places.get(this.keyOf(row) ?? "") ?? -1]?.box;
  }

  private keyOf(row: Row): string | undefined {
    const place = placeOf(row, this.run);
    return place && key(place.row.step, place.names);
  }

  /** Draws what can be seen. */
  draw({ seen, scale }: View): void {
    const isFar = scale < FAR && this.layout.nodes.length > SMALL;
    this.near.style.display = isFar ? "none" : "";
    this.far.style.display = isFar ? "" : "none";
    if (isFar) return this.drawFar();
    const isSmall = this.layout.nodes.length <= SMALL;
    const wanted = new Set<string>();
    const want = (key: string, box: Box, into: SVGGElement, make: () => SVGGElement) => {
      if (!isSmall && !overlap(box, seen)) return;
      wanted.add(key);
      if (this.made.has(key)) return;
      const element = make();
      this.made.set(key, element);
      into.append(element);
    };
    const { nodes, edges } = this.layout;
    edges.forEach((one, place) => want(`e${place}`, around(nodes[one.from]!.box, nodes[one.to]!.box), this.edges, () => this.edge(place)));
    nodes.forEach((one, place) => want(`n${place}`, one.box, this.nodes, () => this.node(place)));
    for (const [key, element] of this.made) {
      if (wanted.has(key)) continue;
      element.remove();
      this.made.delete(key);
    }
  }

  /** Shows what is selected, and dims what is not among these rows. */
  mark(selected: Row | null, rows: Row[] | null, state: State): void {
    this.selected = selected ? this.keyOf(selected) : undefined;
    this.kept = rows && isFiltered(state) ? new Set(rows.map((row) => this.keyOf(row))) : null;
    for (const [key, element] of this.made) this.dress(key, element);
    const box = selected && this.boxOf(selected);
    const ring = box && s("rect", { class: "ring", x: box[0] - 5, y: box[1] - 5, width: box[2] + 10, height: box[3] + 10, rx: 10 });
    replace(this.rings, ring);
  }

  private at(x: number, y: number): number {
    return this.layout.nodes.findIndex(({ box }) => overlap(box, [x, y, 0, 0]));
  }

  /** The map in whose block a step is. */
  private mapOf(place: number): Row | undefined {
    const inside = this.layout.nodes[place]?.inside;
    return inside ? this.run.of(inside.step) : undefined;
  }

  private row(place: number): Row | undefined {
    const step = this.layout.nodes[place]?.step;
    return step === null || step === undefined ? undefined : this.run.of(step);
  }

  private markOf(place: number): Mark | undefined {
    const { inside } = this.layout.nodes[place]!;
    const row = this.row(place);
    return inside ? ofBlock(this.run, inside) : row && ofRow(row);
  }

  private node(place: number): SVGGElement {
    const element = node(this.layout.nodes[place]!, this.markOf(place));
    this.dress(`n${place}`, element);
    return element;
  }

  private edge(place: number): SVGGElement {
    const element = edge(this.layout.edges[place]!);
    this.dress(`e${place}`, element);
    return element;
  }

  /** Gives an element the classes of the moment. */
  private dress(key: string, element: SVGGElement): void {
    const place = Number(key.slice(1));
    const isEdge = key.startsWith("e");
    const { from, to } = isEdge ? this.layout.edges[place]! : { from: place, to: place };
    const ends = [from, to].map((end) => this.layout.nodes[end]!);
    const keys = ends.map(keyOf);
    const { critical } = this.run.wiring;
    const isKept = (key: string | undefined) => this.kept === null || key === undefined || this.kept.has(key);
    element.classList.toggle("dim", !keys.every(isKept));
    element.classList.toggle("critical", ends.every(({ step }) => critical.has(step ?? -1)));
    element.classList.toggle("beside", isEdge && this.selected !== undefined && keys.includes(this.selected));
  }

  /** All of it in a few shapes. */
  private drawFar(): void {
    if (this.far.childElementCount > 0) return;
    const shapes = new Map<string, string>();
    this.layout.nodes.forEach(({ box: [x, y, w, h] }, place) => {
      const kind = this.markOf(place)?.outcome ?? "value";
      shapes.set(kind, `${shapes.get(kind) ?? ""}M${x} ${y}h${w}v${h}h${-w}z`);
    });
    const wires = this.layout.edges.map(({ path }) => path).join("");
    this.far.append(s("path", { class: "wires", d: wires }), ...[...shapes].map(([kind, d]) => s("path", { class: `boxes ${kind}`, d })));
  }
}

/** By what a box that is a step is known. */
function keyOf({ step, inside }: Node): string | undefined {
  if (inside) return key(inside.step, inside.names);
  return step === null || step === undefined ? undefined : key(step);
}

function key(step: number, names: string[] = []): string {
  return [step, ...names].join("/");
}
