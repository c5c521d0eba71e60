/** A control of a V4L2 device as `v4l2-ctl --list-ctrls-menus` tells it; numbers in the driver's own units. */
export interface V4l2Control {
  readonly name: string;
  /** `int`, `bool`, `menu`, `intmenu`, … */
  readonly type: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  /** What each value of an integer menu stands for. */
  readonly menu: ReadonlyMap<number, number>;
}

const controlLine = /^\s*([a-z0-9_]+) 0x[0-9a-f]+ \((\w+)\)\s*:\s*(.*)$/;
const menuLine = /^\s*(\d+): (-?\d+) \(0x[0-9a-f]+\)$/;

/** Reads the output of `v4l2-ctl --list-ctrls-menus`; leaves out what has no range and what cannot be written now. */
export function parseControls(output: string): V4l2Control[] {
  const controls: V4l2Control[] = [];
  let menu = new Map<number, number>();
  for (const line of output.split('\n')) {
    const item = menuLine.exec(line);
    if (item) menu.set(Number(item[1]), Number(item[2]));
    const [, name, type, words] = controlLine.exec(line) ?? [];
    if (!name || !type || words === undefined) continue;
    menu = new Map();
    const control = { name, type, ...rangeOf(words), menu };
    if (isWhole(control) && !/flags=.*(inactive|read-only|disabled|grabbed)/.test(words)) controls.push(control);
  }
  return controls;
}

function rangeOf(words: string) {
  const number = (key: string) => Number(new RegExp(`\\b${key}=(-?\\d+)`).exec(words)?.[1] ?? Number.NaN);
  return { min: number('min'), max: number('max'), step: number('step') || 1, value: number('value') };
}

const isWhole = ({ min, max, value }: V4l2Control) => min < max && value >= min && value <= max;

/** A control that makes the picture brighter or darker by some stops. */
export interface ExposureControl {
  readonly name: string;
  /** Its value before anything was asked. */
  readonly usual: number;
  /** The value for so many stops, −2…2, against the usual exposure. */
  at(stops: number): number;
}

const mostStops = 2;

/** Best first. Each with the part of its range that two stops take. */
const known: readonly (readonly [name: RegExp, part: number])[] = [
  [/^auto_exposure_bias$|exposure_(compensation|bias|value)$/, 1],
  [/^backlight_compensation$/, 1],
  [/^brightness$/, 0.5], // an offset in the finished picture: the whole of it would wash the picture out
];

/** The control that serves best for exposure: a bias of the camera's own automatic, else what comes nearest. */
export function exposureControl(controls: readonly V4l2Control[]): ExposureControl | undefined {
  for (const [name, part] of known) {
    const control = controls.find((one) => name.test(one.name));
    if (control?.type === 'int') return byRange(control, part);
    if (control && control.menu.size > 1) return byMenu(control);
  }
  return undefined;
}

/** Two stops up are the control's end, or a part of the way to it; two down its other end. Values keep to its step. */
function byRange({ name, min, max, step, value: usual }: V4l2Control, part: number): ExposureControl {
  return {
    name,
    usual,
    at: (stops) => {
      const way = (stops > 0 ? max - usual : usual - min) * part;
      const value = usual + Math.round((way * stops) / mostStops / step) * step;
      return Math.min(max, Math.max(min, value));
    },
  };
}

/** V4L2 gives a bias in thousandths of a stop. */
function byMenu({ name, value: usual, menu }: V4l2Control): ExposureControl {
  const from = menu.get(usual) ?? 0;
  return {
    name,
    usual,
    at: (stops) => {
      const away = (item: number) => Math.abs((menu.get(item) ?? 0) - from - stops * 1000);
      return [...menu.keys()].reduce((best, item) => (away(item) < away(best) ? item : best), usual);
    },
  };
}
