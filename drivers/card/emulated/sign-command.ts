import { Buffer } from 'node:buffer';
import type { Answer } from './answer.ts';
import { done, SW, says } from './answer.ts';
import { signPkcs1 } from './card-keys.ts';
import type { Chip, Command } from './chip.ts';
import { fileByShortId, mayUse } from './chip.ts';
import type { CommandApdu } from './command-apdu.ts';

/** PKCS#1 v1.5 leaves 245 bytes of an RSA-2048 block to what is signed. */
const mostBytes = 245;

/**
 * PERFORM SECURITY OPERATION, `80 2A 00 P2`: PKCS#1 v1.5 signature over the given DigestInfo. P2 80 signs with the current key file,
 * 80 + short id with that one, 00 with the application's own key, which is the card's internal authentication (card reference, "Commands").
 */
export const sign: Command = (chip, apdu) => {
  const { p1, p2, data } = apdu;
  if (p1 !== 0 || (p2 !== 0 && (p2 & 0xe0) !== 0x80)) return says(SW.wrongParameters);
  const file = keyFile(chip, p2);
  if (!file) return says(p2 === 0x80 ? SW.noCurrentFile : SW.wrongParameters);
  if (file.type !== 'key') return says(SW.wrongFileType);
  if (!mayUse(chip, file.openedBy)) return says(SW.credentialMissing);
  if (data.length === 0) return says(SW.wrongLength);
  if (data.length > mostBytes) return says(SW.conditions);
  return send(chip, apdu, signPkcs1(file.pkcs8, data));
};

function keyFile(chip: Chip, p2: number) {
  const { application } = chip;
  if (p2 === 0) return application?.files.find(({ id }) => id === application.defaultKey);
  return p2 === 0x80 ? chip.file : fileByShortId(chip, p2 & 0x1f);
}

/** Without Le the signature waits for GET RESPONSE (6100); a Le too small answers 6C00, 256 bytes. */
function send(chip: Chip, { le }: CommandApdu, signature: Buffer): Answer {
  if (le !== undefined) return le < signature.length ? says(SW.exactLength) : done(signature);
  chip.pending = signature;
  return says(SW.moreData);
}

/** GET RESPONSE (ISO/IEC 7816-4, 7.6.1): hands over what waits, and tells by 61xx how much is left. */
export const getResponse: Command = (chip, { p1, p2, le }) => {
  if (p1 !== 0 || p2 !== 0) return says(SW.wrongParameters);
  const { pending } = chip;
  if (!pending) return says(SW.conditions);
  if (le === undefined) return says(SW.wrongLength);
  const left = pending.subarray(le);
  chip.pending = left.length > 0 ? left : undefined;
  const data = Buffer.from(pending.subarray(0, le));
  return left.length > 0 ? { data, sw: SW.moreData | Math.min(left.length, 0xff) } : done(data);
};
