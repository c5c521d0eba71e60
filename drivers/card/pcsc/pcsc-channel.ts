import { Buffer } from 'node:buffer';
import type { CodedError } from '../../../firmware/records/coded-error.ts';
import type { CardChannel } from '../contract.ts';
import { cardFault } from '../faults.ts';
import { codedPcscError } from './pcsc-error.ts';
import type { PcscCard, PcscContext, PcscLibrary } from './pcsc-library.ts';

/** Answer to a short command: 256 bytes and the status word. */
const receiveBytes = 258;
/** How long the daemon may take to see that a card which no longer answers is gone. */
const removalMs = 1000;

/** A card opened through PC/SC for this process alone. */
export class PcscChannel implements CardChannel {
  readonly #library: PcscLibrary;
  readonly #context: PcscContext;
  readonly #card: PcscCard;
  readonly #reader: string;
  #pending: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(library: PcscLibrary, context: PcscContext, card: PcscCard, reader: string) {
    this.#library = library;
    this.#context = context;
    this.#card = card;
    this.#reader = reader;
  }

  async transmit(command: Uint8Array): Promise<Buffer> {
    if (this.#closed) throw cardFault('CARD_RESET', 'the channel is closed');
    const answer = this.#exchange(Buffer.from(command.buffer, command.byteOffset, command.byteLength)); // a view: no copy of a PIN
    this.#pending = answer.catch(() => undefined);
    return answer;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#pending; // a disconnect would block the thread until the command in flight has ended
    try {
      this.#card.disconnect(this.#library.SCARD_UNPOWER_CARD);
    } catch {} // the card, the reader or the service is gone: nothing is powered
    try {
      this.#context.close();
    } catch {} // likewise
  }

  async #exchange(command: Buffer): Promise<Buffer> {
    try {
      const answer = await this.#card.transmit(command, { maxRecvLength: receiveBytes }); // unstated, the size is the binding's to choose
      if (answer.length < 2) throw cardFault('CARD_MUTE'); // some reader drivers answer so for a card that left
      return answer;
    } catch (error) {
      throw await this.#whyLost(codedPcscError(error));
    }
  }

  /** A card pulled in mid-command first looks like one that fell silent: the reader's state tells which. */
  async #whyLost(fault: CodedError): Promise<CodedError> {
    if (fault.code === 'CARD_ABSENT') return cardFault('CARD_REMOVED');
    if (fault.code !== 'CARD_MUTE') return fault;
    const { SCARD_STATE_PRESENT, SCARD_STATE_UNAWARE } = this.#library;
    try {
      const look = (state: number, ms: number) =>
        this.#context.waitForChange([{ name: this.#reader, state, changed: false, atr: null }], ms);
      const now = (await look(SCARD_STATE_UNAWARE, 0))?.[0];
      const later = now && now.state & SCARD_STATE_PRESENT ? (await look(now.state, removalMs))?.[0] : now;
      return later && !(later.state & SCARD_STATE_PRESENT) ? cardFault('CARD_REMOVED') : fault;
    } catch (error) {
      return codedPcscError(error);
    }
  }
}
