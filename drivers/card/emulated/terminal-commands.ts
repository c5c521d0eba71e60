import { Buffer } from 'node:buffer';
import { createPublicKey, verify as verifySignature } from 'node:crypto';
import type { Answer } from './answer.ts';
import { done, SW, says } from './answer.ts';
import type { TerminalRootEf } from './card-file.ts';
import type { Chip, Command } from './chip.ts';

// The way without a PIN. That the card takes a terminal's CV certificate on EF 0016 in two parts is from one source; that GET CHALLENGE and
// EXTERNAL AUTHENTICATE follow, and what refusals answer, are guesses of ours: the real exchange is not public. The reader keeps its side behind
// the interface "PIN-less authorization", where a vendor puts the real one (card reference, "Without a PIN").

/** Bytes that a terminal must have signed. */
const challengeBytes = 32;
const signatureBytes = 256;

/** `7F21 820233` and `5F4E 820129`, the heads of a CV certificate and its body; `5F37 820100`, the head of its signature. */
const bodyHead = Buffer.from('7f218202335f4e820129', 'hex');
const signatureHead = Buffer.from('5f37820100', 'hex');
const bodyBytes = 297;
const keyIdBytes = 16;

/** GET CHALLENGE (ISO/IEC 7816-4, 7.5.3): 1 to 256 random bytes, also with no application selected; the extended form answers 6985. */
export const getChallenge: Command = (chip, { p1, p2, data, le, extended }) => {
  if (p1 !== 0 || p2 !== 0) return says(SW.wrongParameters);
  if (extended) return says(SW.conditions);
  if (le === undefined || data.length > 0) return says(SW.wrongLength);
  chip.challenge = chip.random(le);
  return done(Buffer.from(chip.challenge));
};

/** `80 A2` on EF 0016: P1-P2 06C1 takes the first 307 bytes of the terminal's CV certificate, 00C1 its signature, and keeps the key it certifies. */
export const presentCertificate: Command = (chip, { p1, p2, data }) => {
  const { file } = chip;
  if (!file) return says(SW.noCurrentFile);
  if (file.type !== 'terminal-root') return says(SW.wrongFileType);
  if (p2 !== 0xc1 || (p1 !== 0x06 && p1 !== 0x00)) return says(SW.wrongParameters);
  return p1 === 0x06 ? takeBody(chip, data) : takeSignature(chip, file, data);
};

function takeBody(chip: Chip, data: Buffer): Answer {
  chip.terminalKey = undefined;
  chip.terminalBody = undefined;
  if (data.length !== bodyHead.length + bodyBytes) return says(SW.wrongLength);
  if (!data.subarray(0, bodyHead.length).equals(bodyHead)) return says(SW.wrongData);
  chip.terminalBody = Buffer.from(data.subarray(bodyHead.length));
  return done();
}

function takeSignature(chip: Chip, root: TerminalRootEf, data: Buffer): Answer {
  const body = chip.terminalBody;
  chip.terminalBody = undefined;
  if (!body) return says(SW.conditions);
  if (data.length !== signatureHead.length + signatureBytes) return says(SW.wrongLength);
  if (!data.subarray(0, signatureHead.length).equals(signatureHead)) return says(SW.wrongData);
  if (body.toString('hex', 0, keyIdBytes) !== root.keyId) return says(SW.noReference);
  const signature = data.subarray(signatureHead.length);
  if (!verifySignature('sha256', body, root.spki, signature)) return says(SW.refused);
  chip.terminalKey = createPublicKey({ key: jwkOf(body.subarray(2 * keyIdBytes)), format: 'jwk' });
  return done();
}

/** `90 03 e | 91 820100 n` as a JSON web key. */
const jwkOf = (publicKey: Buffer) => ({
  kty: 'RSA',
  e: publicKey.subarray(2, 5).toString('base64url'),
  n: publicKey.subarray(9).toString('base64url'),
});

/** EXTERNAL AUTHENTICATE (ISO/IEC 7816-4, 7.5.4): sha256WithRSA by the terminal's key over the last challenge, of 32 bytes. Each challenge is good for one try. */
export const externalAuthenticate: Command = (chip, { p1, p2, data }) => {
  if (p1 !== 0 || p2 !== 0) return says(SW.wrongParameters);
  const { challenge, terminalKey, application } = chip;
  chip.challenge = undefined;
  if (!terminalKey || challenge?.length !== challengeBytes || !application) return says(SW.conditions);
  if (data.length !== signatureBytes) return says(SW.wrongLength);
  if (!verifySignature('sha256', challenge, terminalKey, data)) return says(SW.refused);
  chip.satisfied.add(`${application.name}/terminal`);
  return done();
};
