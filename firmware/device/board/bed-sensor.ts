import { boardFaults } from '../../../drivers/board/faults.ts';
import type { CardPresence, CardReader } from '../../../drivers/card/contract.ts';
import { type FaultsBoard, knownFault } from '../../records/faults-board.ts';
import type { Clock } from '../clock.ts';

/** A card reader that answers needs less, in ms, from the laying of a card. */
export const chipWithinMs = 1500;
/** Nobody leaves a thing on the bed for so long, in ms: the sensor is dirty or broken, and not believed until it is free once. */
export const stuckAfterMs = 10 * 60_000;

const part = 'card-bed';

/**
 * What the sensor of the card bed adds to a card reader: something that lies there and has no chip that answers is a mute card, so that its holder
 * is told (R06) and reminded to take it back (R01).
 */
export class BedSensor {
  readonly #clock: Clock;
  readonly #faults: FaultsBoard;
  #occupied = false;
  #presence: CardPresence = { state: 'empty' };
  #tell: ((presence: CardPresence) => void) | undefined;
  #waiting = new AbortController();
  #mute = false;
  #stuck = false;

  constructor(clock: Clock, faults: FaultsBoard) {
    this.#clock = clock;
    this.#faults = faults;
  }

  /** What the sensor says now. */
  sense(occupied: boolean): void {
    if (occupied === this.#occupied) return;
    this.#occupied = occupied;
    if (!occupied) {
      this.#stuck = false;
      this.#faults.clear('BED_SENSOR_STUCK', part);
    }
    this.#look();
  }

  /** The card reader, which now sees what lies there without a chip. */
  with(card: CardReader): CardReader {
    return {
      open: () => card.open(),
      watch: async (onChange, signal) => {
        this.#tell = onChange;
        const end = () => this.#waiting.abort();
        signal.addEventListener('abort', end, { once: true });
        await card.watch((presence) => {
          this.#presence = presence;
          this.#mute = false;
          onChange(presence);
          this.#look();
        }, signal);
        end();
      },
    };
  }

  /** Waits for the chip; the wait begins anew with every change. */
  #look(): void {
    this.#waiting.abort();
    if (this.#presence.state !== 'empty') return;
    if (!this.#occupied) {
      if (this.#mute) this.#tell?.(this.#presence);
      this.#mute = false;
      return;
    }
    if (this.#stuck) return;
    this.#waiting = new AbortController();
    void this.#wait(this.#waiting.signal).catch(() => undefined);
  }

  async #wait(signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(chipWithinMs, signal);
    this.#mute = true;
    this.#tell?.({ state: 'mute' });
    await this.#clock.sleep(stuckAfterMs - chipWithinMs, signal);
    this.#mute = false;
    this.#stuck = true;
    this.#faults.raise(knownFault('BED_SENSOR_STUCK', boardFaults.BED_SENSOR_STUCK, part));
    this.#tell?.(this.#presence);
  }
}
