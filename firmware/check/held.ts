import type { Marks } from './marks.ts';

type Bytes = Uint8Array | Uint8ClampedArray | Float32Array;

/** What a piece is: 照合番号B with the printed dates, card face with photo, PIN, template of a face, picture of a camera. */
export type HeldKind = 'code' | 'photo' | 'pin' | 'template' | 'frame';

/** How many pieces of each kind were held. */
export type HeldCounts = { readonly [kind in HeldKind]?: number };

/** Everything of the person that this thread holds right now, so that all of it can be zeroed at once (R42). */
export class Held {
  readonly #pieces = new Set<Bytes>();
  readonly #counts = new Map<HeldKind, number>();
  #marks: Marks | undefined;

  /** From now on every piece is marked, so that what is left of it can be looked for. */
  mark(marks: Marks): void {
    this.#marks = marks;
  }

  /** Remembers `piece` until it is released; answers it. `known`: how the secret in it would stand anywhere else. */
  hold<T extends Bytes>(piece: T, kind: HeldKind, known: Bytes = piece): T {
    this.note(known, kind);
    this.#pieces.add(piece);
    return piece;
  }

  /** Counts a piece that somebody else zeroes. */
  note(piece: Bytes, kind: HeldKind): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    this.#marks?.take(kind, new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength));
  }

  /** Zeroes one piece and forgets it. */
  release(piece: Bytes): void {
    piece.fill(0);
    this.#pieces.delete(piece);
  }

  /** Zeroes every piece; answers how many were ever held. */
  zeroAll(): HeldCounts {
    for (const piece of this.#pieces) this.release(piece);
    return Object.fromEntries(this.#counts);
  }
}
