type Bytes = Uint8Array | Uint8ClampedArray | Float32Array;

/** Everything of the person that this process holds right now, so that all of it can be zeroed at once (R42). */
export class Held {
  readonly #pieces = new Set<Bytes>();
  #count = 0;

  /** Remembers `piece` until it is released; answers it. */
  hold<T extends Bytes>(piece: T): T {
    this.#pieces.add(piece);
    this.#count += 1;
    return piece;
  }

  /** Zeroes one piece and forgets it. */
  release(piece: Bytes): void {
    piece.fill(0);
    this.#pieces.delete(piece);
  }

  /** Zeroes every piece; answers how many were ever held. */
  zeroAll(): number {
    for (const piece of this.#pieces) this.release(piece);
    return this.#count;
  }
}
