// What is in the picture of one run. A large graph is drawn as far as it can be seen; from afar, as plain boxes.

import { replace, s } from "./dom";
import { isFiltered } from "./filter";
import { around, type Box, type Layout, overlap } from "./layout";
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
  private readonly places = new Map<number, number>();
  private selected: Row | null = null;
  /** The steps that are not dimmed, if any are. */
  private kept: Set<number> | null = null;

  constructor(layout: Layout, run: RunView) {
    this.layout = layout;
    this.run = run;
    layout.nodes.forEach(({ step }, place) => step !== null && step !== undefined && this.places.set(step, place));
    this.near.append(...layout.groups.map(frame), this.edges, this.nodes);
    this.element = s("g", {}, arrow(), this.far, this.near, this.rings);
  }

  /** What lies at a point. */
  at(x: number, y: number): { row: Row | undefined } | undefined {
    const place = this.layout.nodes.findIndex(({ box }) => overlap(box, [x, y, 0, 0]));
    return place < 0 ? undefined : { row: this.row(place) };
  }

  boxOf(step: number): Box | undefined {
    return this.layout.nodes[this.places.get(step) ?? -1]?.box;
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
    this.selected = selected?.run === this.run ? selected : null;
    this.kept = rows && isFiltered(state) ? new Set(rows.filter((row) => row.run === this.run).map((row) => row.step)) : null;
    for (const [key, element] of this.made) this.dress(key, element);
    const box = this.selected && this.boxOf(this.selected.step);
    const ring = box && s("rect", { class: "ring", x: box[0] - 5, y: box[1] - 5, width: box[2] + 10, height: box[3] + 10, rx: 10 });
    replace(this.rings, ring);
  }

  /** What is picked there: of a step in a block the map, whose elements have it. */
  private row(place: number): Row | undefined {
    const step = this.stepOf(place);
    return step < 0 ? undefined : this.run.of(step);
  }

  private stepOf(place: number): number {
    const node = this.layout.nodes[place];
    return node?.step ?? node?.inside?.step ?? -1;
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
    const ends = [from, to].map((end) => this.layout.nodes[end]!.step ?? -1);
    const { critical } = this.run.wiring;
    const isKept = (place: number) => this.kept === null || this.stepOf(place) < 0 || this.kept.has(this.stepOf(place));
    element.classList.toggle("dim", ![from, to].every(isKept));
    element.classList.toggle("critical", ends.every((step) => critical.has(step)));
    element.classList.toggle("beside", isEdge && this.selected !== null && ends.includes(this.selected.step));
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
