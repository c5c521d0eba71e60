import type { DeskHand } from './control-link.ts';

/** As long as somebody needs who turns the head unhurriedly. */
const turnMs = 900;

/** The head of who stands at the desk: turned as the reader asks, and straight again. */
export class Head {
  readonly #desk: DeskHand;
  #asked: string | undefined;
  #back: NodeJS.Timeout | undefined;

  constructor(desk: DeskHand) {
    this.#desk = desk;
  }

  /** Hears what the panel says before the camera now; another hint or none ends an ask. */
  follow(hint: string | undefined): void {
    if (hint === this.#asked) return;
    this.#asked = hint;
    if (hint !== 'FACE_TURN_LEFT' && hint !== 'FACE_TURN_RIGHT') return;
    this.#turn(hint === 'FACE_TURN_LEFT' ? 1 : -1);
    clearTimeout(this.#back);
    this.#back = setTimeout(() => this.#turn(0), turnMs);
  }

  rest(): void {
    clearTimeout(this.#back);
  }

  #turn(to: number): void {
    this.#desk.ask({ wish: 'turn', to }).catch(() => undefined); // a desk that goes is told by the visit itself
  }
}
