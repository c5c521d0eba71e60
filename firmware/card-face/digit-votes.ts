import { ownBytes } from '../../crypto/own-bytes.ts';
import { chanceWrong } from './certainty.ts';
import { codeB } from './code-b.ts';
import type { YearStyle } from './era.ts';
import { yearStyles } from './era.ts';
import type { PrintedDate } from './fields.ts';
import type { SeenFields } from './reading.ts';

/** Where each field's digits stand among all that is voted on: the birth's era, then year, month and day of both dates. */
const eraAt = 0;
const birthAt = 1;
const expiryAt = 9;
const codeAt = 17;
const positions = 21;
/** Month and day of both dates: on a card in an era they are one day. */
const provenByBirthday: ReadonlySet<number> = new Set([5, 6, 7, 8, 13, 14, 15, 16]);
const western = yearStyles.indexOf('western');
const values = 10;
/** A digit less sure than this does not even speak against another. */
const leastHeard = 0.5;

/** How sure a digit must be to vote: of month and day, which two dates prove to each other, and of all others. */
export interface LeastConfidence {
  readonly proven: number;
  readonly alone: number;
}

/** The digits that lead, put together. The taker zeroes `code`. */
export interface VotedValue {
  readonly code: Buffer;
  readonly birth: PrintedDate;
  readonly expiry: PrintedDate;
  /** By how many votes the least sure digit leads every other that was heard in its place. */
  readonly lead: number;
  /** In how many looks the digit that was read in the fewest was read. */
  readonly looks: number;
  /** How sure the least sure digit was at best; of a card whose end need not be a birthday nothing is proven. */
  readonly surest: number;
  /** The estimated chance that every digit is right, 0…1; those that the birthday proves are left out. */
  readonly confidence: number;
}

/**
 * Collects what frames say of each digit. A frame that shows only some fields votes for those. Looks are numbered: a
 * scratch that makes a 0 of a 5 in one width does so in every frame of that width, so one look alone never decides.
 */
export class DigitVotes {
  readonly #looks: number;
  /** Votes by position, value and look; and how often each value was heard at all. */
  readonly #votes: Uint16Array;
  readonly #heard = new Uint16Array(positions * values);
  readonly #surest = new Float32Array(positions * values);

  /** @param looks how many different looks there are */
  constructor(looks: number) {
    this.#looks = looks;
    this.#votes = new Uint16Array(positions * values * looks);
  }

  /**
   * Takes what one frame showed, seen in look number `look`. A digit less sure than it must be does not vote for itself;
   * it still speaks against another.
   */
  add({ birth, expiry, code }: SeenFields, look: number, least: LeastConfidence): void {
    const vote = (at: number, value: number, confidence: number) => {
      const cell = at * values + value;
      if (confidence < leastHeard) return;
      (this.#heard[cell] as number)++;
      this.#surest[cell] = Math.max(this.#surest[cell] as number, confidence);
      if (confidence < (provenByBirthday.has(at) ? least.proven : least.alone)) return;
      (this.#votes[cell * this.#looks + look] as number)++;
    };
    const voteDate = (from: number, date: PrintedDate) => {
      for (const [n, digit] of digitsOf(date).entries()) vote(from + n, digit, date.sureness?.[n] ?? date.confidence);
    };
    if (birth) {
      voteDate(birthAt, birth);
      vote(eraAt, yearStyles.indexOf(birth.style), 1);
    }
    if (expiry) voteDate(expiryAt, expiry);
    for (const [n, digit] of code?.digits.entries() ?? []) vote(codeAt + n, digit, code?.confidences[n] ?? 0);
  }

  /** The value of the leading digits, when every place has votes. Whether it can be, and whether its lead will do, is for the caller to say. */
  leader(): VotedValue | undefined {
    const digits = ownBytes(positions);
    let [lead, looks] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    let [surest, confidence] = [1, 1];
    try {
      for (let at = 0; at < positions; at++) {
        const best = this.#best(at);
        digits[at] = best;
        lead = Math.min(lead, this.#count(at, best) - this.#heardOfOthers(at, best));
        const seen = this.#ofLooks(at, best).filter((votes) => votes > 0).length;
        looks = Math.min(looks, seen);
        const sureness = this.#surest[at * values + best] as number;
        surest = Math.min(surest, sureness);
        if (at === eraAt || (provenByBirthday.has(at) && digits[eraAt] !== western)) continue;
        confidence *= 1 - chanceWrong(sureness, seen);
      }
      if (looks === 0) return undefined;
      const birth = dateOf(digits, birthAt, yearStyles[digits[eraAt] as number] ?? 'western');
      const expiry = dateOf(digits, expiryAt, 'western');
      return { code: codeB(birth, expiry, digits.subarray(codeAt)), birth, expiry, lead, looks, surest, confidence };
    } finally {
      digits.fill(0);
    }
  }

  /** Zeroes all votes. */
  wipe(): void {
    this.#votes.fill(0);
    this.#heard.fill(0);
    this.#surest.fill(0);
  }

  #best(at: number): number {
    let best = 0;
    for (let value = 1; value < values; value++) if (this.#count(at, value) > this.#count(at, best)) best = value;
    return best;
  }

  #count(at: number, value: number): number {
    return this.#ofLooks(at, value).reduce((sum, votes) => sum + votes, 0);
  }

  #ofLooks(at: number, value: number): Uint16Array {
    const from = (at * values + value) * this.#looks;
    return this.#votes.subarray(from, from + this.#looks);
  }

  #heardOfOthers(at: number, best: number): number {
    const heard = this.#heard.subarray(at * values, (at + 1) * values);
    return heard.reduce((most, count, value) => (value === best ? most : Math.max(most, count)), 0);
  }
}

function dateOf(digits: Uint8Array, from: number, style: YearStyle): PrintedDate {
  const number = (at: number, count: number) =>
    digits.subarray(from + at, from + at + count).reduce((sum, digit) => sum * 10 + digit, 0);
  return { style, year: number(0, 4), month: number(4, 2), day: number(6, 2), confidence: 1 };
}

/** Year as four digits, month and day as two. */
function digitsOf({ year, month, day }: PrintedDate): number[] {
  const digits = (value: number, count: number) =>
    Array.from({ length: count }, (_, n) => Math.floor(value / 10 ** (count - 1 - n)) % 10);
  return [...digits(year, 4), ...digits(month, 2), ...digits(day, 2)];
}
