import type { Buffer } from 'node:buffer';
import { cardFault } from '../faults.ts';
import { verify } from './apdu.ts';
import type { Send } from './selection.ts';
import { done, statusFault, triesLeftIn } from './status-word.ts';
import { WrongCredential } from './wrong-credential.ts';

/** How a refusal of one credential is called. */
export interface CredentialFaults {
  readonly wrong: 'PIN_WRONG' | 'CODE_B_REFUSED';
  readonly locked: 'PIN_LOCKED' | 'CODE_B_LOCKED';
}

export const pinFaults: CredentialFaults = { wrong: 'PIN_WRONG', locked: 'PIN_LOCKED' };
export const codeBFaults: CredentialFaults = { wrong: 'CODE_B_REFUSED', locked: 'CODE_B_LOCKED' };

/** Tries left on the selected credential, none spent: VERIFY without data (ISO/IEC 7816-4, 7.5.6). Throws faults of status words. */
export async function askTries(send: Send): Promise<number> {
  const { data, word } = await send(verify());
  data.fill(0);
  const tries = triesLeftIn(word);
  if (tries !== undefined) return tries;
  // 9000 would mean that the credential stands verified from before: a session that was never ended
  throw word === done ? cardFault('CARD_ANSWER_UNEXPECTED', 'verified before it was asked') : statusFault(word);
}

/**
 * Submits `secret` to the selected credential; this spends a try when it is wrong. The command's copy is zeroed, `secret` stays the caller's.
 * Throws `WrongCredential` with the tries left (63C0: this was the try that locked it) and faults of status words.
 */
export async function submit(send: Send, secret: Buffer, faults: CredentialFaults): Promise<void> {
  const { data, word } = await send(verify(secret));
  data.fill(0);
  if (word === done) return;
  const tries = triesLeftIn(word);
  if (tries === undefined) throw statusFault(word);
  throw new WrongCredential(tries === 0 ? faults.locked : faults.wrong, tries);
}

/** Whether `secret` is exactly `length` ASCII digits, looked at byte by byte so that no string is made from it. */
export function isDigits(secret: Buffer, length: number): boolean {
  return secret.length === length && secret.every((byte) => byte >= 0x30 && byte <= 0x39);
}
