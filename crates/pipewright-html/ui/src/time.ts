// Times: nanoseconds since the run began, and text of them.

/** Tells how long after the beginning of the run something was. */
export class Clock {
  private readonly second: number;
  private readonly nanos: number;

  constructor(start: string) {
    [this.second, this.nanos] = parts(start);
  }

  /** In nanoseconds. */
  since(time: string): number {
    const [second, nanos] = parts(time);
    return (second - this.second) * 1e9 + (nanos - this.nanos);
  }
}

let lastText = "";
let lastSecond = 0;

/** Seconds since 1970, and nanoseconds of the next one. */
function parts(time: string): [number, number] {
  const text = time.slice(0, 19);
  if (text !== lastText) {
    lastText = text;
    lastSecond = Date.parse(`${text}Z`) / 1000;
  }
  const fraction = time.charAt(19) === "." ? time.slice(20).replace(/\D.*$/, "") : "";
  return [lastSecond, Number(fraction.padEnd(9, "0").slice(0, 9))];
}

const UNITS: [number, string][] = [
  [1e9, "s"],
  [1e6, "ms"],
  [1e3, "µs"],
  [1, "ns"],
];

/** With three digits and a unit: `12.3 ms`, `4 min 05 s`. */
export function duration(ns: number): string {
  const seconds = ns / 1e9;
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${two((seconds / 60) % 60)} min`;
  if (seconds >= 99.95) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  const [size, unit] = UNITS.find(([size]) => ns >= size * 0.9995) ?? [1, "ns"];
  const amount = ns / size;
  const digits = size === 1 ? 0 : amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2;
  return `${amount.toFixed(digits)} ${unit}`;
}

function two(amount: number): string {
  return String(Math.floor(amount)).padStart(2, "0");
}

/** How long after the beginning. */
export function offset(ns: number): string {
  return ns < 0.5 ? "at once" : `after ${duration(ns)}`;
}

/** A mark on an axis that ends there: as few digits as tell it from its neighbours, which are `step` away. */
export function mark(ns: number, step: number, end: number): string {
  if (ns < step / 2) return "0";
  if (end >= 100e9 && step >= 1e9) return `${Math.floor(ns / 60e9)}:${two((ns / 1e9) % 60)} min`;
  const [size, unit] = UNITS.find(([size]) => end >= size) ?? [1, "ns"];
  const digits = Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9));
  return `${(ns / size).toFixed(digits)} ${unit}`;
}

/** Date and time where the reader is. */
export function wall(time: string): string {
  const date = new Date(time.replace(/(\.\d{3})\d*/, "$1"));
  return date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}
