// The axis of time: which part of it is shown, and how that is changed.

import type { App } from "./app";
import { h, place, replace } from "./dom";
import { Scale } from "./scale";
import { duration, mark } from "./time";

/** Wide enough for names; the style sheet has the same. */
function namesWidth(width: number): number {
  return Math.round(Math.min(280, Math.max(130, width * 0.36)));
}

/** Right of everything there is room for the last words. */
const MARGIN = 18;

export class Axis {
  readonly element: HTMLElement;
  /** Lines behind the rows. */
  readonly grid = h("div", { class: "grid", "aria-hidden": "true" });
  scale: Scale;
  private readonly app: App;
  private readonly marks = h("div", { class: "marks" });
  private readonly cursor = h("div", { class: "cursor" });
  private readonly now = h("span", { class: "now" });
  private readonly band = h("div", { class: "band" });
  private names = 0;

  constructor(app: App) {
    this.app = app;
    this.scale = new Scale(0, 1, 1);
    this.element = h("div", { class: "axis", "aria-hidden": "true" }, h("div", { class: "corner" }, "Step"), h("div", { class: "ruler" }, this.marks, this.band, this.now));
    this.element.addEventListener("dblclick", () => app.store.set({ zoom: null }));
    this.element.addEventListener("pointerdown", (event) => this.select(event));
  }

  /** All of the run, or the part that was chosen. */
  private get range(): readonly [number, number] {
    return this.app.store.state.zoom ?? this.whole;
  }

  private get whole(): readonly [number, number] {
    const { run } = this.app;
    const last = run.rows.reduce((last, row) => (row.ran ? Math.max(last, row.to, row.undo.at(-1)?.to ?? 0) : last), run.to);
    return [0, Math.max(last, 1000) * 1.02];
  }

  /** Draws it for rows of this width. */
  draw(width: number): void {
    this.names = namesWidth(width);
    this.element.parentElement?.style.setProperty("--names", `${this.names}px`);
    this.scale = new Scale(...this.range, Math.max(50, width - this.names - MARGIN), width - this.names);
    const ticks = this.scale.ticks(90);
    replace(this.marks, ...ticks.map(({ time, text }) => placed(h("span", {}, text), this.scale.x(time))));
    replace(this.grid, ...ticks.map(({ time }) => placed(h("i", {}), this.names + this.scale.x(time))), this.cursor);
  }

  /** Zooms and follows the pointer over the rows. */
  watch(rows: HTMLElement): void {
    rows.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    rows.addEventListener("pointermove", (event) => this.follow(event.clientX));
    rows.addEventListener("pointerleave", () => this.leave());
  }

  /** Shows a part that is so many times as long. */
  zoom(by: number, at?: number): void {
    const [from, to] = this.range;
    const [, most] = this.whole;
    const middle = at ?? (from + to) / 2;
    const length = Math.max(20, (to - from) * by);
    if (length >= most) return this.app.store.set({ zoom: null });
    const start = Math.max(0, Math.min(most - length, middle - (middle - from) * (length / (to - from))));
    this.app.store.set({ zoom: [start, start + length] });
  }

  /** Shows what lies beside. */
  pan(by: number): void {
    const { zoom } = this.app.store.state;
    if (!zoom) return;
    const length = zoom[1] - zoom[0];
    const start = Math.max(0, Math.min(this.whole[1] - length, zoom[0] + by * length));
    this.app.store.set({ zoom: [start, start + length] });
  }

  private wheel(event: WheelEvent): void {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.zoom(Math.exp(event.deltaY / 300), this.scale.time(this.left(event.clientX)));
    } else if (this.app.store.state.zoom && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
      event.preventDefault();
      this.pan((event.deltaX || event.deltaY) / this.scale.width);
    }
  }

  /** How far right of the names. */
  private left(clientX: number): number {
    return clientX - this.element.getBoundingClientRect().left - this.names;
  }

  private follow(clientX: number): void {
    const left = this.left(clientX);
    if (left < 0 || left > this.scale.width) return this.leave();
    const step = ((this.scale.to - this.scale.from) / this.scale.width) * 2;
    this.cursor.classList.add("shown");
    this.now.classList.add("shown");
    place(this.cursor, this.names + left);
    place(this.now, left);
    replace(this.now, mark(this.scale.time(left), step, this.scale.to));
  }

  private leave(): void {
    this.cursor.classList.remove("shown");
    this.now.classList.remove("shown");
  }

  /** A part of the axis that is dragged over is what is shown then. */
  private select(down: PointerEvent): void {
    const first = this.left(down.clientX);
    if (first < 0) return;
    this.element.setPointerCapture(down.pointerId);
    const ends = (x: number) => [Math.max(0, Math.min(first, x)), Math.min(this.scale.width, Math.max(first, x))] as const;
    const move = (event: PointerEvent) => {
      const [left, right] = ends(this.left(event.clientX));
      this.band.classList.add("shown");
      place(this.band, left, right - left);
      replace(this.band, duration(this.scale.time(right) - this.scale.time(left)));
    };
    const up = (event: PointerEvent) => {
      this.element.removeEventListener("pointermove", move);
      this.band.classList.remove("shown");
      const [left, right] = ends(this.left(event.clientX));
      if (right - left > 4) this.app.store.set({ zoom: [this.scale.time(left), this.scale.time(right)] });
    };
    this.element.addEventListener("pointermove", move);
    this.element.addEventListener("pointerup", up, { once: true });
  }
}

function placed(element: HTMLElement, left: number): HTMLElement {
  place(element, left);
  return element;
}
