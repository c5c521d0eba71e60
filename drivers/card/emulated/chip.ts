import type { Buffer } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import type { Answer } from './answer.ts';
import type { Access, CardApplication, CardEf, CardFile } from './card-file.ts';
import type { CommandApdu } from './command-apdu.ts';

/** The state of a powered chip: what lies selected, what has been shown to it, what it still owes. */
export interface Chip {
  readonly card: CardFile;
  readonly random: (length: number) => Buffer;
  /** Called after a try counter changed. */
  readonly changed: () => void;
  application: CardApplication | undefined;
  file: CardEf | undefined;
  /** Satisfied credentials as `application/id`; they outlive a warm reset and end with the power (card reference, "Commands"). */
  readonly satisfied: Set<string>;
  /** The last challenge given out; good for one authentication. */
  challenge: Buffer | undefined;
  /** An answer that waits for GET RESPONSE. */
  pending: Buffer | undefined;
  /** A terminal's CV certificate half presented, and the key of one accepted. */
  terminalBody: Buffer | undefined;
  terminalKey: KeyObject | undefined;
}

/** One command of the card. */
export type Command = (chip: Chip, apdu: CommandApdu) => Answer;

/** Whether somebody who satisfied `access` sits at the other end. */
export const mayUse = (chip: Chip, access: Access): boolean =>
  access === 'anyone' || access.some((id) => chip.satisfied.has(`${chip.application?.name}/${id}`));

/** A file of the current application by its short identifier, 01…1E (ISO/IEC 7816-4, 7.3.1.1). */
export const fileByShortId = (chip: Chip, shortId: number): CardEf | undefined =>
  chip.application?.files.find(({ id }) => Number.parseInt(id, 16) === shortId);
