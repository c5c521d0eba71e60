import type { Clock } from '../../../firmware/device/clock.ts';
import type { BoardOutputs, Sound } from '../contract.ts';
import { lightMoment, soundMoment } from '../patterns.ts';
import type { Shown } from './parts.ts';

const dark: BoardOutputs = {
  light: { colour: 'off', pattern: 'steady' },
  cameraLight: 'off',
  shutter: 'closed',
};

/** What a board shows while time goes by: plays the patterns of its light and the sounds of its buzzer. */
export class Display {
  readonly #clock: Clock;
  readonly #set: (shown: Shown) => void;
  #outputs = dark;
  #lightSince = 0;
  #sound: { readonly sound: Sound; readonly since: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #last = '';

  /** `set` hears what is to be switched, each time that it changes. */
  constructor(clock: Clock, set: (shown: Shown) => void) {
    this.#clock = clock;
    this.#set = set;
  }

  show(outputs: BoardOutputs): void {
    const { colour, pattern } = this.#outputs.light;
    if (outputs.light.colour !== colour || outputs.light.pattern !== pattern)
      this.#lightSince = this.#clock.monotonic();
    this.#outputs = outputs;
    this.play();
  }

  sound(sound: Sound): void {
    this.#sound = { sound, since: this.#clock.monotonic() };
    this.play();
  }

  /** Shows the present moment, and the next ones in their time. */
  play(): void {
    clearTimeout(this.#timer);
    const now = this.#clock.monotonic();
    const { light, cameraLight, shutter } = this.#outputs;
    const lit = lightMoment(light.pattern, now - this.#lightSince);
    const heard = this.#sound && soundMoment(this.#sound.sound, now - this.#sound.since);
    const shown: Shown = {
      colour: lit.on ? light.colour : 'off',
      buzzer: heard?.on ?? false,
      cameraLight,
      shutter,
    };
    const words = JSON.stringify(shown);
    if (words !== this.#last) this.#set(shown);
    this.#last = words;
    const waits = [lit.forMs, heard?.forMs].filter((ms) => ms !== undefined);
    if (waits.length > 0) this.#timer = setTimeout(() => this.play(), Math.min(...waits));
  }

  /** The board does not know any more what it showed. */
  forget(): void {
    this.#last = '';
  }

  /** Puts everything out. */
  end(): void {
    this.#sound = undefined;
    this.show(dark);
    clearTimeout(this.#timer);
  }
}
