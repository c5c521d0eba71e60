import { terminalFault } from '../faults.ts';
import { type Frame, writeFrame } from './frame.ts';

/** A side that has said nothing for so long sends a heartbeat. */
export const heartbeatMs = 1000;
/** How long the other side may take for a receipt, besides the time that bytes need on the line. */
const receiptMs = 1000;
/** What may be on its way over the line before a receipt: the end of another message. */
const bytesBeforeReceipt = 4096;
const maxEvents = 256;
/** As many as the outbox holds: what it keeps is told here once, and must wait. */
const maxKept = 4096;
const maxReplies = 32;

/** What a message is. Of states only the newest counts; it is told again to a terminal that has started anew. `kept`: an event that must arrive. */
export type LetterKind = 'state' | 'event' | 'kept' | 'reply';

interface Letter {
  readonly kind: LetterKind;
  readonly payload: Buffer;
  readonly arrived: () => void;
  readonly lost: (error: Error) => void;
}

/** The letter on its way; `repeatAt` in monotonic ms, undefined while it is not on the line. */
interface Flight {
  readonly number: number;
  readonly letter: Letter;
  readonly frame: Buffer;
  repeatAt: number | undefined;
}

/**
 * The rules of talking over the line, without the line: one message at a time each way, repeated until its receipt comes. So messages come
 * in order and at least once; the receiver takes a message with run and number of the last one for a repetition, and gives another receipt.
 * A message that cannot be taken now gets no receipt and comes again. `now` is monotonic ms everywhere.
 */
export class Dialogue {
  readonly #run: number;
  readonly #wireMs: (bytes: number) => number;
  #waiting: Letter[] = [];
  #flight: Flight | undefined;
  #number = 0;
  #state: Buffer | undefined;
  #receipt: Buffer | undefined;
  #other: { readonly run: number; taken?: number } | undefined;
  #spoke = Number.NEGATIVE_INFINITY;
  readonly #onMet: (() => void) | undefined;
  #trusts = true;

  /**
   * @param run drawn anew at each start
   * @param wireMs how long so many bytes take on the line, in ms
   * @param onMet hears of each program that has started at the other end
   */
  constructor(run: number, wireMs: (bytes: number) => number, onMet?: () => void) {
    this.#run = run;
    this.#wireMs = wireMs;
    this.#onMet = onMet;
  }

  /** Whether the other side may hear more than replies; what it may not hear waits, also what was under way. */
  set trusts(trusts: boolean) {
    this.#trusts = trusts;
    const { letter } = this.#flight ?? {};
    if (trusts || !letter || letter.kind === 'reply') return;
    this.#flight = undefined;
    this.#waiting.unshift(letter);
  }

  /** Puts a message in line; done when its receipt has come, or a newer state has taken its place. Throws TERMINAL_MESSAGE_LOST. */
  send(kind: LetterKind, payload: Buffer): Promise<void> {
    if (kind === 'state') {
      this.#state = payload;
      this.#takeOut('state')?.arrived();
    }
    const most = { state: 1, reply: Number.POSITIVE_INFINITY, event: maxEvents, kept: maxKept }[kind];
    if (this.#count(kind) >= most) this.#takeOut(kind)?.lost(terminalFault('TERMINAL_MESSAGE_LOST'));
    return new Promise((arrived, lost) => this.#waiting.push({ kind, payload, arrived, lost }));
  }

  /** Takes a frame that has come; answers the message that it brings, if it brings a new one. */
  hear({ kind, run, number, payload }: Frame): Buffer | undefined {
    if (kind === 'receipt') {
      if (run === this.#run && number === this.#flight?.number) this.#land(this.#flight);
      return undefined;
    }
    const other = this.#meet(run);
    if (kind === 'heartbeat') return undefined;
    const repeated = number === other.taken;
    if (!repeated && this.#count('reply') >= maxReplies) return undefined;
    other.taken = number;
    this.#receipt = writeFrame('receipt', run, number);
    return repeated ? undefined : payload;
  }

  /** The frame to write now; undefined when there is none. To nobody (`heard` false) only heartbeats are sent. */
  next(now: number, heard: boolean): Buffer | undefined {
    const frame = (heard ? (this.#takeReceipt() ?? this.#takeMessage(now)) : undefined) ?? this.#takeHeartbeat(now);
    if (frame) this.#spoke = now;
    return frame;
  }

  /** The line was opened anew: what was on its way may never have left. */
  resume(): void {
    if (this.#flight) this.#flight.repeatAt = undefined;
    this.#receipt = undefined;
    this.#spoke = Number.NEGATIVE_INFINITY;
  }

  /** Nothing will be sent any more. */
  end(): void {
    const left = [...(this.#flight ? [this.#flight.letter] : []), ...this.#waiting];
    [this.#flight, this.#waiting] = [undefined, []];
    for (const { lost } of left) lost(terminalFault('TERMINAL_LINK_CLOSED'));
  }

  /** Who started anew remembers nothing. */
  #meet(run: number): { taken?: number } {
    if (this.#other?.run === run) return this.#other;
    this.#other = { run };
    this.#onMet?.();
    if (this.#state && this.#count('state') === 0)
      this.#waiting.unshift({ kind: 'state', payload: this.#state, arrived: () => {}, lost: () => {} });
    return this.#other;
  }

  #takeReceipt(): Buffer | undefined {
    const receipt = this.#receipt;
    this.#receipt = undefined;
    return receipt;
  }

  #takeMessage(now: number): Buffer | undefined {
    this.#flight ??= this.#depart();
    if (!this.#flight || now < (this.#flight.repeatAt ?? now)) return undefined;
    const { frame } = this.#flight;
    this.#flight.repeatAt = now + receiptMs + this.#wireMs(frame.length + bytesBeforeReceipt);
    return frame;
  }

  #takeHeartbeat(now: number): Buffer | undefined {
    return now - this.#spoke >= heartbeatMs ? writeFrame('heartbeat', this.#run, 0) : undefined;
  }

  #depart(): Flight | undefined {
    const at = this.#waiting.findIndex(({ kind }) => this.#trusts || kind === 'reply');
    const [letter] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (!letter) return undefined;
    this.#number += 1;
    const frame = writeFrame('message', this.#run, this.#number, letter.payload);
    return { number: this.#number, letter, frame, repeatAt: undefined };
  }

  #land({ letter }: Flight): void {
    this.#flight = undefined;
    letter.arrived();
  }

  #count(kind: LetterKind): number {
    return this.#waiting.filter((letter) => letter.kind === kind).length;
  }

  /** The oldest of a kind that waits. */
  #takeOut(kind: LetterKind): Letter | undefined {
    const at = this.#waiting.findIndex((letter) => letter.kind === kind);
    return at < 0 ? undefined : this.#waiting.splice(at, 1)[0];
  }
}
