import { timingSafeEqual } from 'node:crypto';
import type { ReadCardFace } from './reading.ts';

interface Ballot {
  readonly reading: ReadCardFace;
  readonly widths: Set<number>;
  count: number;
}

/** Counts how many frames said which 照合番号B. Holds each value once, until `wipe`. */
export class Votes {
  readonly #ballots: Ballot[] = [];

  /** Takes one reading and the width in which it was looked at; its `code` is this object's from now on. */
  add(reading: ReadCardFace, width: number): void {
    const known = this.#ballots.find((ballot) => timingSafeEqual(ballot.reading.code, reading.code));
    if (!known) {
      this.#ballots.push({ reading, widths: new Set([width]), count: 1 });
      return;
    }
    known.count++;
    known.widths.add(width);
    reading.code.fill(0);
  }

  /**
   * The value that leads every other by at least `lead` frames and was read in two widths, if there is one: a scratch that
   * makes a 0 of a 5 in one width does so in every frame of that width. Its `code` is still this object's.
   */
  winner(lead: number): ReadCardFace | undefined {
    const [first, second] = [...this.#ballots].sort((a, b) => b.count - a.count);
    return first && first.widths.size > 1 && first.count - (second?.count ?? 0) >= lead ? first.reading : undefined;
  }

  /** Zeroes every value. */
  wipe(): void {
    for (const { reading } of this.#ballots) reading.code.fill(0);
    this.#ballots.length = 0;
  }
}
