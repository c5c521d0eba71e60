/** The pin of each part, by the microcontroller's own numbers; -1: there is none. */
export interface Wiring {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly buzzer: number;
  readonly cardOnBed: number;
  readonly caseOpen: number;
  readonly visibleLight: number;
  readonly infraredLight: number;
  readonly shutter: number;
  readonly resetKey: number;
  /** An analog channel: 0 is A0. */
  readonly ambientLight: number;
}

/** What a wired part is to its pin. Sensors close to ground; their pull-up is inside the microcontroller. */
export type PinUse = 'pwm' | 'output' | 'input';

const uses: Readonly<Record<Exclude<keyof Wiring, 'ambientLight'>, PinUse>> = {
  red: 'pwm',
  green: 'pwm',
  blue: 'pwm',
  visibleLight: 'output',
  infraredLight: 'output',
  shutter: 'output',
  buzzer: 'output',
  cardOnBed: 'input',
  caseOpen: 'input',
  resetKey: 'input',
};

/** One digital pin in use. */
export interface WiredPin {
  readonly part: string;
  readonly pin: number;
  readonly use: PinUse;
}

/** The digital pins in use, outputs first. */
export const wiredPins = (wiring: Wiring): WiredPin[] =>
  (Object.keys(uses) as (keyof typeof uses)[])
    .filter((part) => wiring[part] >= 0)
    .map((part) => ({ part, pin: wiring[part], use: uses[part] }));
