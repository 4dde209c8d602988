// The edge between the picture and the timeline, which can be moved.

import { h } from "./dom";

const [LEAST, MOST, STEP] = [15, 75, 3];

export function divider(left: HTMLElement): HTMLElement {
  const edge = h("div", {
    class: "divider",
    role: "separator",
    tabindex: "0",
    "aria-orientation": "vertical",
    "aria-label": "Width of the picture",
    "aria-valuemin": LEAST,
    "aria-valuemax": MOST,
    "aria-valuenow": 38,
  });
  const set = (part: number) => {
    const width = Math.round(Math.min(MOST, Math.max(LEAST, part)));
    edge.setAttribute("aria-valuenow", String(width));
    left.style.flexBasis = `${width}%`;
  };
  edge.addEventListener("pointerdown", (down) => {
    edge.setPointerCapture(down.pointerId);
    const { left: start, width } = edge.parentElement!.getBoundingClientRect();
    const move = (event: PointerEvent) => set(((event.clientX - start) / width) * 100);
    edge.addEventListener("pointermove", move);
    edge.addEventListener("pointerup", () => edge.removeEventListener("pointermove", move), { once: true });
  });
  edge.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (step === undefined) return;
    event.stopPropagation();
    set(Number(edge.getAttribute("aria-valuenow")) + step);
  });
  return edge;
}
