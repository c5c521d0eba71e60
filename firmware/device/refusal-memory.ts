import type { Refusal, RefusalKnowledge } from '../check/refused-values.ts';
import type { Clock } from './clock.ts';

/** More cards than this refuse nothing within a day. */
const most = 64;
const daysMs = 24 * 3_600_000;

/**
 * Which readings of the printed code were refused by which card in the last day, so that a card that is laid again and misread
 * again loses no second try. In memory alone, in tags that tell nothing of a person (see `Refusal`).
 */
export class RefusalMemory {
  readonly #key: Uint8Array;
  readonly #clock: Clock;
  #kept: { readonly refusal: Refusal; readonly at: number }[] = [];

  /** `key`: 32 random bytes of this start of the core. */
  constructor(key: Uint8Array, clock: Clock) {
    this.#key = key;
    this.#clock = clock;
  }

  /** Remembers a refusal; the oldest is forgotten when there are too many. */
  note(refusal: Refusal): void {
    this.#kept = [...this.#kept, { refusal, at: this.#clock.monotonic() }].slice(-most);
  }

  /** What a check needs to know. */
  get knowledge(): RefusalKnowledge {
    const since = this.#clock.monotonic() - daysMs;
    this.#kept = this.#kept.filter(({ at }) => at >= since);
    return { key: this.#key, refusals: this.#kept.map(({ refusal }) => refusal) };
  }
}
