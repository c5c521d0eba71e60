import type { BoardSensors } from '../../../drivers/board/contract.ts';
import type { Clock } from '../clock.ts';

/** The key must be held when the board is heard first, which is at power-on, and for so long, in ms: nobody does that by chance. */
export const holdMs = 10_000;

/** A key on the board that is held at power-on: asks for a factory reset. A key that is pressed later means nothing. */
export class ResetKey {
  readonly #clock: Clock;
  readonly #onHeld: () => void;
  #heard = false;
  #holding: AbortController | undefined;

  constructor(clock: Clock, onHeld: () => void) {
    this.#clock = clock;
    this.#onHeld = onHeld;
  }

  /** What the sensors say now. */
  sense({ resetKey }: BoardSensors): void {
    if (resetKey === undefined) return;
    if (!resetKey) this.#holding?.abort();
    else if (!this.#heard) {
      this.#holding = new AbortController();
      this.#clock.sleep(holdMs, this.#holding.signal).then(this.#onHeld, () => undefined);
    }
    this.#heard = true;
  }

  /** The reader ends. */
  end(): void {
    this.#holding?.abort();
  }
}
