// The timeline: a row for each step, of which only those that can be seen are made.

import type { App } from "./app";
import { Axis } from "./axis";
import { bars } from "./bars";
import { h, replace } from "./dom";
import { isFiltered, isOpen } from "./filter";
import { icon, sign } from "./icons";
import { legend } from "./legend";
import type { Row } from "./rows";
import type { Scale } from "./scale";
import type { State } from "./state";
import { sentence } from "./words";
import { isCritical } from "./wiring";

const HEIGHT = 28;
/** So many rows beyond the edges, so that scrolling finds them ready. */
const BEYOND = 12;

export class Timeline {
  readonly element: HTMLElement;
  readonly tree: HTMLElement;
  private readonly app: App;
  private readonly canvas = h("div", { class: "canvas", role: "presentation" });
  private readonly axis: Axis;
  private rows: Row[] = [];
  private places = new Map<Row, number>();
  private made = new Map<Row, HTMLElement>();

  constructor(app: App) {
    this.app = app;
    this.axis = new Axis(app);
    this.tree = h("div", { class: "rows", role: "tree", tabindex: "0", "aria-label": "Timeline of the steps" }, this.canvas);
    this.tree.addEventListener("scroll", () => this.draw(), { passive: true });
    this.canvas.addEventListener("click", (event) => this.click(event));
    this.element = h(
      "section",
      { class: "timeline", "aria-label": "Timeline" },
      this.axis.element,
      h("div", { class: "lanes" }, this.axis.grid, this.tree),
      legend(app, this.axis),
    );
    this.axis.watch(this.tree);
    new ResizeObserver(() => this.redraw()).observe(this.tree);
  }

  /** Shows these rows. */
  show(rows: Row[], state: State, before: State): void {
    const isSame = rows === this.rows;
    if (!isSame) {
      this.rows = rows;
      this.places = new Map(rows.map((row, place) => [row, place]));
      this.canvas.style.height = `${Math.max(1, rows.length) * HEIGHT}px`;
    }
    if (!isSame || state.zoom !== before.zoom) this.redraw();
    this.mark(state);
    if (state.selected !== before.selected || !isSame) this.reveal();
  }

  /** All rows that can be seen, anew. */
  redraw(): void {
    this.axis.draw(this.tree.clientWidth);
    replace(this.canvas);
    this.made.clear();
    // a tree without branches would be none
    this.tree.setAttribute("role", this.rows.length > 0 ? "tree" : "group");
    if (this.rows.length === 0) this.canvas.append(h("p", { class: "nothing" }, this.nothing));
    this.draw();
  }

  /** The row that is selected, or the one that stands in this direction from it. */
  step(by: number): Row | undefined {
    const { selected } = this.app;
    const place = selected ? this.places.get(selected) : undefined;
    const from = place ?? (by > 0 ? -1 : this.rows.length);
    return this.rows[Math.max(0, Math.min(this.rows.length - 1, from + by))];
  }

  first(): Row | undefined {
    return this.rows[0];
  }

  /** Selects the next one that failed, from the beginning again after the last. */
  nextFailure(): void {
    const { selected } = this.app;
    const from = (selected && this.places.get(selected)) ?? -1;
    const order = [...this.rows.slice(from + 1), ...this.rows.slice(0, from + 1)];
    const failed = order.find((row) => row.outcome === "err" || row.outcome === "handled");
    if (failed) this.app.select(failed);
  }

  zoom(by: number): void {
    this.axis.zoom(by);
  }

  get page(): number {
    return Math.max(1, Math.floor(this.tree.clientHeight / HEIGHT) - 1);
  }

  private get nothing(): string {
    return isFiltered(this.app.store.state) ? "Nothing is like that. Esc shows everything again." : "The pipeline has no steps.";
  }

  /** Makes those that have come into sight, and drops those that have left it. */
  private draw(): void {
    const { scrollTop, clientHeight } = this.tree;
    const first = Math.max(0, Math.floor(scrollTop / HEIGHT) - BEYOND);
    const end = Math.min(this.rows.length, Math.ceil((scrollTop + clientHeight) / HEIGHT) + BEYOND);
    for (const [row, element] of this.made) {
      const place = this.places.get(row) ?? -1;
      if (place >= first && place < end) continue;
      element.remove();
      this.made.delete(row);
    }
    const fresh = document.createDocumentFragment();
    const { state } = this.app.store;
    for (let place = first; place < end; place++) {
      const row = this.rows[place]!;
      if (this.made.has(row)) continue;
      const element = this.make(row, place, this.axis.scale, state);
      this.made.set(row, element);
      fresh.append(element);
    }
    this.canvas.append(fresh);
    this.point();
  }

  private make(row: Row, place: number, scale: Scale, state: State): HTMLElement {
    const hasChildren = row.hasChildren;
    const open = hasChildren && isOpen(row, state);
    const name = h(
      "div",
      { class: "name" },
      hasChildren ? h("span", { class: `fold${open ? " open" : ""}` }, sign("fold")) : h("span", { class: "fold" }),
      icon(row.outcome),
      label(row.label),
      " ",
      row.payload ? h("span", { class: "payload" }, row.payload) : null,
    );
    name.style.paddingLeft = `${8 + Math.min(row.depth, 8) * 14}px`;
    const element = h(
      "div",
      {
        id: `row-${place}`,
        class: `row ${row.outcome}${isCritical(row) ? " critical" : ""}`,
        role: "treeitem",
        "aria-level": row.depth + 1,
        "aria-posinset": place + 1,
        "aria-setsize": this.rows.length,
        "aria-expanded": hasChildren ? String(open) : null,
        "aria-selected": String(row.id === state.selected),
        "aria-label": sentence(row),
      },
      name,
      " ",
      h("div", { class: "lane-cell" }, ...bars(row, scale)),
    );
    element.style.top = `${place * HEIGHT}px`;
    return element;
  }

  private click(event: MouseEvent): void {
    const target = event.target as Element;
    const element = target.closest(".row");
    const row = element && this.rows[Number(element.id.slice("row-".length))];
    if (!row) return;
    if (target.closest(".fold") && row.hasChildren) this.app.fold(row);
    else this.app.select(row, true);
  }

  private mark(state: State): void {
    for (const [row, element] of this.made) element.setAttribute("aria-selected", String(row.id === state.selected));
    this.point();
  }

  /** Tells which row has the focus. */
  private point(): void {
    const { selected } = this.app;
    const place = selected ? this.places.get(selected) : undefined;
    if (place === undefined || !this.made.has(selected!)) this.tree.removeAttribute("aria-activedescendant");
    else this.tree.setAttribute("aria-activedescendant", `row-${place}`);
  }

  /** Scrolls to the row that is selected, if it cannot be seen. */
  private reveal(): void {
    const { selected } = this.app;
    const place = selected ? this.places.get(selected) : undefined;
    if (place === undefined) return;
    const { scrollTop, clientHeight } = this.tree;
    const top = place * HEIGHT;
    if (top < scrollTop + HEIGHT) this.tree.scrollTop = top - HEIGHT;
    else if (top + 2 * HEIGHT > scrollTop + clientHeight) this.tree.scrollTop = top + 2 * HEIGHT - clientHeight;
  }
}

/** A name of which the end is seen too when it is cut: there members of a family differ. */
function label(name: string): HTMLElement {
  const cut = name.length > 12 ? name.length - 6 : name.length;
  return h("span", { class: "label", title: name }, h("span", {}, name.slice(0, cut)), name.slice(cut));
}
