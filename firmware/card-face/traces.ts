/** Anything that holds samples of a picture or of what was read, and can be zeroed. */
export interface Wipeable {
  fill(value: 0): unknown;
}

/** Collects the buffers of one reading, so that its `finally` zeroes every one of them (R42). */
export class Traces {
  readonly #held: Wipeable[] = [];

  /** Remembers `buffer` and gives it back. */
  keep<T extends Wipeable>(buffer: T): T {
    this.#held.push(buffer);
    return buffer;
  }

  /** Zeroes all that was kept and forgets it. */
  wipe(): void {
    for (const buffer of this.#held) buffer.fill(0);
    this.#held.length = 0;
  }
}
