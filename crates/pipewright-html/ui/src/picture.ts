// The picture of the run's pipeline, or of a run inside it.

import type { App } from "./app";
import { h, replace, s } from "./dom";
import type { Layout } from "./layout";
import { button } from "./legend";
import type { Row, RunView } from "./rows";
import { Scene } from "./scene";
import type { State } from "./state";
import { View } from "./view";

export class Picture {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly svg = s("svg", { role: "img", "aria-label": "Picture of the pipeline; the timeline and the table say the same" });
  private readonly path = h("nav", { class: "path", "aria-label": "Runs" });
  private readonly view: View;
  private run: RunView | null = null;
  private scene: Scene | null = null;

  constructor(app: App) {
    this.app = app;
    this.view = new View(this.svg, () => this.scene?.draw(this.view));
    this.view.onclick = (x, y) => this.pick(x, y, false);
    this.view.ondblclick = (x, y) => this.pick(x, y, true);
    this.view.onhover = (x, y) => this.svg.classList.toggle("over", this.scene?.has(x, y));
    this.element = h(
      "section",
      { class: "picture", "aria-label": "Picture" },
      this.path,
      this.svg,
      h("div", { class: "buttons" }, button("out", "Smaller", () => this.view.zoom(0.8)), button("in", "Larger", () => this.view.zoom(1.25)), button("fit", "All of it", () => this.view.fit())),
    );
  }

  /** Whether there is anything to draw. */
  get isThere(): boolean {
    return this.layout(this.app.run) !== undefined;
  }

  /** Shows a run in whose picture the selection is, and which of its steps are among these rows. */
  show(rows: Row[] | null, state: State): void {
    const { selected } = this.app;
    if (!this.run) this.enter(this.app.run);
    if (selected && !this.scene?.boxOf(selected)) this.enter(selected.run);
    this.scene?.mark(selected, rows, state);
    const box = selected && this.scene?.boxOf(selected);
    if (box) this.view.reveal(box);
  }

  private layout(run: RunView): Layout | undefined {
    return this.app.layouts[run.report.definition];
  }

  private enter(run: RunView): void {
    if (run === this.run) return;
    this.run = run;
    const layout = this.layout(run);
    this.scene = layout ? new Scene(layout, run) : null;
    replace(this.svg, this.scene?.element);
    this.view.content = this.scene?.element ?? null;
    this.view.size = layout?.size ?? [1, 1];
    this.view.start();
    this.tellPath(run);
  }

  /** The runs around this one. */
  private tellPath(run: RunView): void {
    const runs: RunView[] = [];
    for (let outer: RunView | undefined = run; outer; outer = outer.owner?.run) runs.unshift(outer);
    const link = (one: RunView, place: number) => {
      const inner = runs[place + 1];
      const name = one.owner ? `${one.owner.label}: ${one.report.pipeline}` : one.report.pipeline;
      if (!inner?.owner) return h("span", {}, name);
      const owner = inner.owner;
      return h("button", { type: "button", class: "link", onclick: () => this.app.select(owner) }, name);
    };
    replace(this.path, ...runs.flatMap((one, place) => [place > 0 ? " › " : null, link(one, place)]));
    this.path.hidden = runs.length < 2;
  }

  /** Selects what is at a point; or shows the picture of the run that it is, or that it is in. */
  private pick(x: number, y: number, into: boolean): void {
    const row = this.scene?.pick(x, y, this.app.selected);
    if (!row) return;
    if (into) this.enter(row.run);
    const [inside] = into && row.hasChildren ? row.children : [];
    if (inside && inside.run !== row.run) this.app.select(inside);
    else this.app.select(row, true);
  }
}
