// From times to places.

import { mark } from "./time";

export class Scale {
  constructor(
    readonly from: number,
    readonly to: number,
    readonly width: number,
    /** How wide the rows are right of the names. */
    readonly room = width,
  ) {}

  /** Where a time lies, in pixels. */
  x(time: number): number {
    return ((time - this.from) / (this.to - this.from)) * this.width;
  }

  time(x: number): number {
    return this.from + (x / this.width) * (this.to - this.from);
  }

  /** The left end of a bar, and how long it is, as far as it can be seen; at least so wide. */
  bar(from: number, to: number, least: number): [number, number] {
    const left = Math.max(-4, this.x(from));
    const right = Math.min(this.width + 4, this.x(to));
    return [left, Math.max(least, right - left)];
  }

  /** Whether any of it can be seen. */
  sees(from: number, to: number): boolean {
    return to >= this.from && from <= this.to;
  }

  /** Round times, about so many pixels from each other. */
  ticks(distance: number): { time: number; text: string }[] {
    const step = round(((this.to - this.from) / this.width) * distance);
    const ticks = [];
    for (let time = Math.ceil(this.from / step) * step; time <= this.to; time += step) {
      ticks.push({ time, text: mark(time, step, this.to) });
    }
    return ticks;
  }
}

const MINUTES = [60e9, 120e9, 300e9, 600e9, 1800e9, 3600e9, 7200e9, 21600e9, 86400e9];

/** The next longer round time. */
function round(step: number): number {
  if (step > 50e9) return MINUTES.find((round) => round >= step) ?? Math.ceil(step / 86400e9) * 86400e9;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, step)));
  return (([1, 2, 5, 10].find((digit) => digit * power >= step * 0.999) ?? 10) as number) * power;
}
