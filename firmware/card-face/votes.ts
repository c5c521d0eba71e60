import { timingSafeEqual } from 'node:crypto';
import type { ReadCardFace } from './reading.ts';

interface Ballot {
  readonly reading: ReadCardFace;
  count: number;
}

/** Counts how many frames said which 照合番号B. Holds each value once, until `wipe`. */
export class Votes {
  readonly #ballots: Ballot[] = [];

  /** Takes one reading; its `code` is this object's from now on. */
  add(reading: ReadCardFace): void {
    const known = this.#ballots.find((ballot) => timingSafeEqual(ballot.reading.code, reading.code));
    if (!known) {
      this.#ballots.push({ reading, count: 1 });
      return;
    }
    known.count++;
    reading.code.fill(0);
  }

  /** The value that leads every other by at least `lead` frames, if there is one. Its `code` is still this object's. */
  winner(lead: number): ReadCardFace | undefined {
    const [first, second] = [...this.#ballots].sort((a, b) => b.count - a.count);
    return first && first.count - (second?.count ?? 0) >= lead ? first.reading : undefined;
  }

  /** Zeroes every value. */
  wipe(): void {
    for (const { reading } of this.#ballots) reading.code.fill(0);
    this.#ballots.length = 0;
  }
}
