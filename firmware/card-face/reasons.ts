import type { NotReadReason } from './reading.ts';

/** So many of the last frames say together why they are not read. */
const memory = 5;
/** A reason is told when so many of them gave it: one frame alone may be the hand passing by. */
const leastTold = 2;

/** Makes one reason of those of many frames, and tells when it becomes another. */
export class Reasons {
  readonly #onTrouble: ((reason: NotReadReason) => void) | undefined;
  readonly #last: NotReadReason[] = [];
  #told: NotReadReason | undefined;

  constructor(onTrouble: ((reason: NotReadReason) => void) | undefined) {
    this.#onTrouble = onTrouble;
  }

  /** Takes the reason of one more frame that was not read. */
  add(reason: NotReadReason): void {
    this.#last.push(reason);
    if (this.#last.length > memory) this.#last.shift();
    const current = this.current;
    if (current === this.#told || this.#count(current) < leastTold) return;
    this.#told = current;
    this.#onTrouble?.(current);
  }

  /** Takes a frame that was read, but did not yet make the value sure: no trouble to tell. */
  addRead(): void {
    this.#last.push('unsure');
    if (this.#last.length > memory) this.#last.shift();
  }

  /** The commonest reason of the last frames; of equally common ones the latest. */
  get current(): NotReadReason {
    return this.#last
      .toReversed()
      .reduce(
        (best, reason) => (this.#count(reason) > this.#count(best) ? reason : best),
        this.#last.at(-1) ?? 'no-card',
      );
  }

  #count(reason: NotReadReason): number {
    return this.#last.filter((other) => other === reason).length;
  }
}
