import { cardFault } from '../../drivers/card/faults.ts';
import { checkFault } from './faults.ts';
import {
  type Refusal,
  type RefusalKnowledge,
  type RefusedValues,
  refusalOf,
  refusedOf,
  wasRefused,
} from './refused-values.ts';

/** A session submits at most this many readings of the printed code. */
const mostSubmissions = 2;

/**
 * Stands between a scanned 照合番号B and the card, whose tenth refusal in a row would lock it for good: what one session may
 * still submit. The card's own counter is the truth and is given anew before each submission.
 */
export class LockGuard {
  readonly #knowledge: RefusalKnowledge;
  readonly #floor: number;
  #refused: RefusedValues | undefined;
  #submissions = 0;

  /** `floor`: tries that stay on the card whatever happens (setting `check.minCodeBTries`). */
  constructor(knowledge: RefusalKnowledge, floor: number) {
    this.#knowledge = knowledge;
    this.#floor = floor;
  }

  /** Which card lies there, by its user-authentication certificate (DER). */
  meet(certificate: Uint8Array): void {
    this.#refused = refusedOf(this.#knowledge, certificate);
  }

  /** What this card has refused, for a scan that shall not come to it again. */
  get refused(): RefusedValues {
    if (!this.#refused) throw new Error('nothing is submitted to a card that was not met');
    return this.#refused;
  }

  /** Whether a refusal now would leave room for another submission in this session. */
  get mayGoOn(): boolean {
    return this.#submissions < mostSubmissions;
  }

  /**
   * Throws unless a submission may cost the card a try: `CODE_B_LOCKED`, `CODE_B_TRIES_LOW` when a refusal would leave fewer than
   * the floor, `CODE_B_REFUSED` when this session has had its submissions.
   * @param tries the card's counter, just read
   */
  demandTries(tries: number): void {
    if (tries === 0) throw cardFault('CODE_B_LOCKED');
    if (tries <= this.#floor) throw checkFault('CODE_B_TRIES_LOW', `${tries} left, ${this.#floor} stay`);
    if (!this.mayGoOn) throw cardFault('CODE_B_REFUSED');
  }

  /** Whether this card has refused this value before; then it is not submitted again. */
  wasRefused(value: Uint8Array): boolean {
    return wasRefused(this.refused, value);
  }

  /** Counts a submission; before it is sent, for the card may go before it answers. */
  submitting(): void {
    this.#submissions++;
  }

  /** Remembers that the card refused the value; answers what the core shall remember of it. */
  refuse(value: Uint8Array): Refusal {
    const refusal = refusalOf(this.refused, value);
    this.#refused = { ...this.refused, values: [...this.refused.values, refusal.value] };
    return refusal;
  }
}
