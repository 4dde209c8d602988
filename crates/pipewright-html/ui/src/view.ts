// Moving and magnifying what is in a drawing.

import type { Box } from "./layout";

/** No smaller than this at first, so that something can be read. */
const READABLE = 0.3;
const MARGIN = 14;

export class View {
  size: [number, number] = [1, 1];
  /** What is moved. */
  content: SVGElement | null = null;
  onclick: (x: number, y: number) => void = () => {};
  ondblclick: (x: number, y: number) => void = () => {};
  onhover: (x: number, y: number) => void = () => {};
  scale = 1;
  private left = 0;
  private top = 0;
  private width = 0;
  private height = 0;
  private isMoved = false;
  private isAsked = false;
  private readonly svg: SVGSVGElement;
  private readonly changed: () => void;

  constructor(svg: SVGSVGElement, changed: () => void) {
    this.svg = svg;
    this.changed = changed;
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.drag(event));
    svg.addEventListener("dblclick", (event) => this.ondblclick(...this.point(event)));
    svg.addEventListener("pointermove", (event) => event.buttons === 0 && this.onhover(...this.point(event)));
    new ResizeObserver(() => this.resize()).observe(svg);
  }

  /** What can be seen, in the drawing's own lengths. */
  get seen(): Box {
    return [-this.left / this.scale, -this.top / this.scale, this.width / this.scale, this.height / this.scale];
  }

  /** All of it, if that can be read; otherwise its beginning. */
  start(): void {
    this.isMoved = false;
    this.fit(READABLE);
  }

  fit(least = 0): void {
    if (this.width === 0) return;
    const [width, height] = this.size;
    const all = Math.min(1.15, (this.width - MARGIN * 2) / width, (this.height - MARGIN * 2) / height);
    this.scale = Math.max(all, least, 0.02);
    this.left = (this.width - width * this.scale) / 2;
    this.top = Math.max(MARGIN, (this.height - height * this.scale) / 2);
    if (height * this.scale > this.height) this.top = MARGIN;
    this.apply();
  }

  zoom(by: number, x = this.width / 2, y = this.height / 2): void {
    const scale = Math.min(4, Math.max(0.02, this.scale * by));
    const part = scale / this.scale;
    this.left = x - (x - this.left) * part;
    this.top = y - (y - this.top) * part;
    this.scale = scale;
    this.isMoved = true;
    this.apply();
  }

  /** Moves it so that this can be seen. */
  reveal([x, y, w, h]: Box): void {
    const [left, top] = [x * this.scale + this.left, y * this.scale + this.top];
    const [right, low] = [left + w * this.scale, top + h * this.scale];
    if (this.width === 0 || (left >= 0 && top >= 0 && right <= this.width && low <= this.height)) return;
    this.left += this.width / 2 - (left + right) / 2;
    this.top += this.height / 2 - (top + low) / 2;
    this.isMoved = true;
    this.apply();
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.svg;
    if (clientWidth === this.width && clientHeight === this.height) return;
    this.left += (clientWidth - this.width) / 2;
    [this.width, this.height] = [clientWidth, clientHeight];
    if (this.isMoved) this.apply();
    else this.fit(READABLE);
  }

  private point(event: MouseEvent): [number, number] {
    const { left, top } = this.svg.getBoundingClientRect();
    return [(event.clientX - left - this.left) / this.scale, (event.clientY - top - this.top) / this.scale];
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const { left, top } = this.svg.getBoundingClientRect();
    if (event.ctrlKey || event.metaKey) return this.zoom(Math.exp(-event.deltaY / 200), event.clientX - left, event.clientY - top);
    this.move(-event.deltaX, -event.deltaY);
  }

  private move(x: number, y: number): void {
    this.left += x;
    this.top += y;
    this.isMoved = true;
    this.apply();
  }

  /** Moves it with the pointer; a press without a move is a click. */
  private drag(down: PointerEvent): void {
    if (down.button !== 0) return;
    let far = 0;
    this.svg.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent) => {
      far += Math.abs(event.movementX) + Math.abs(event.movementY);
      if (far > 3) this.move(event.movementX, event.movementY);
    };
    const up = (event: PointerEvent) => {
      this.svg.removeEventListener("pointermove", move);
      if (far <= 3) this.onclick(...this.point(event));
    };
    this.svg.addEventListener("pointermove", move);
    this.svg.addEventListener("pointerup", up, { once: true });
  }

  private apply(): void {
    this.content?.setAttribute("transform", `translate(${this.left.toFixed(1)} ${this.top.toFixed(1)}) scale(${this.scale.toFixed(4)})`);
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.changed();
    });
  }
}
