import type { DeskHand } from './control-link.ts';

/** As long as somebody needs who turns the head unhurriedly. */
const turnMs = 900;

/** Where the head goes that is asked to turn, −1…1. */
const sides: Readonly<Record<string, number>> = { FACE_TURN_LEFT: 1, FACE_TURN_RIGHT: -1 };

/** The head of who stands at the desk: turned while the reader asks, and straight again. */
export class Head {
  readonly #desk: DeskHand;
  #asked: string | undefined;
  #side = 0;
  /** Runs while the head goes to its side. */
  #turning: NodeJS.Timeout | undefined;

  constructor(desk: DeskHand) {
    this.#desk = desk;
  }

  /** Hears what the panel says before the camera now; another hint or none ends an ask. */
  follow(hint: string | undefined): void {
    if (hint === this.#asked) return;
    this.#asked = hint;
    const side = sides[hint ?? ''];
    if (side === undefined) return this.#comeBack();
    this.#turn(side);
    clearTimeout(this.#turning);
    this.#turning = setTimeout(() => {
      this.#turning = undefined;
      this.#comeBack();
    }, turnMs);
  }

  rest(): void {
    clearTimeout(this.#turning);
  }

  /** Unless it is still on its way, or waits for a slow reader to see it. */
  #comeBack(): void {
    if (this.#side !== 0 && this.#turning === undefined && sides[this.#asked ?? ''] === undefined) this.#turn(0);
  }

  #turn(to: number): void {
    this.#side = to;
    this.#desk.ask({ wish: 'turn', to }).catch(() => undefined); // a desk that goes is told by the visit itself
  }
}
