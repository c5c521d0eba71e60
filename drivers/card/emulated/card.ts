import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { encodeAnswer, SW, says } from './answer.ts';
import type { CardFile } from './card-file.ts';
import type { Chip } from './chip.ts';
import { parseCommandApdu } from './command-apdu.ts';
import { run } from './commands.ts';

export interface EmulatedCardOptions {
  /** Told after each change of a try counter, so that a host can keep it. */
  readonly onChange?: (card: CardFile) => void;
  /** Random bytes; the system's by default. */
  readonly random?: (length: number) => Buffer;
}

/**
 * An emulated My Number Card: pure and synchronous, no clock, no I/O. Give it APDUs, it gives answers; try counters are written into `card`.
 * It behaves well always; pulling, slowness and injected answers are the slot's (`slot.ts`).
 */
export class EmulatedCard {
  readonly card: CardFile;
  private readonly options: EmulatedCardOptions;
  private chip: Chip | undefined;

  constructor(card: CardFile, options: EmulatedCardOptions = {}) {
    this.card = card;
    this.options = options;
  }

  get powered(): boolean {
    return this.chip !== undefined;
  }

  /** Powers the chip up, nothing verified, and returns its ATR; on a powered chip it changes nothing. */
  powerOn(): Buffer {
    this.chip ??= this.coldChip();
    return Buffer.from(this.card.atr, 'hex');
  }

  /** Ends everything that was verified. */
  powerOff(): void {
    this.chip = undefined;
  }

  /** A warm reset: nothing is selected any more, but what was verified stays so (card reference, "Commands"). Returns the ATR. */
  reset(): Buffer {
    const satisfied = this.chip?.satisfied ?? [];
    this.chip = this.coldChip(satisfied);
    return Buffer.from(this.card.atr, 'hex');
  }

  /** Answers one command APDU with data and status word; an unpowered chip answers nothing: an empty Buffer. Never throws, whatever the bytes. */
  transmit(apdu: Uint8Array): Buffer {
    if (!this.chip) return Buffer.alloc(0);
    const command = parseCommandApdu(apdu);
    return encodeAnswer(command ? run(this.chip, command) : says(SW.wrongLength));
  }

  private coldChip(satisfied: Iterable<string> = []): Chip {
    const { onChange, random = randomBytes } = this.options;
    return {
      card: this.card,
      random,
      changed: () => onChange?.(this.card),
      application: undefined,
      file: undefined,
      satisfied: new Set(satisfied),
      challenge: undefined,
      pending: undefined,
      terminalBody: undefined,
      terminalKey: undefined,
    };
  }
}
