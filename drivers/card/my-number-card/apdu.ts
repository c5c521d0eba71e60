import { Buffer } from 'node:buffer';
import { ownBuffer } from '../../../crypto/own-bytes.ts';

/** Most bytes that a short command answers with (ISO/IEC 7816-4, 5.1: one Le byte, 00 for 256). */
export const shortLe = 256;

/** Bytes of challenge that EXTERNAL AUTHENTICATE answers to (card reference, "Without a PIN"). */
export const authorizationChallengeBytes = 32;

/** The last offset that READ BINARY reaches with its 15 bits in P1-P2; beyond it the odd instruction is used. */
export const lastShortOffset = 0x7fff;

/**
 * Lays out a command APDU (ISO/IEC 7816-4, 5.1). `data` is copied into a Buffer of its own, which the sender zeroes.
 * `le` 1…256 asks for an answer; data above 255 bytes takes the extended length, then without an answer.
 */
function command(cla: number, ins: number, p1: number, p2: number, data?: Uint8Array, le?: number): Buffer {
  const lc = data === undefined ? [] : data.length > 255 ? [0, data.length >> 8, data.length & 0xff] : [data.length];
  const apdu = ownBuffer(4 + lc.length + (data?.length ?? 0) + (le === undefined ? 0 : 1));
  apdu.set([cla, ins, p1, p2, ...lc]);
  if (data !== undefined) apdu.set(data, 4 + lc.length);
  if (le !== undefined) apdu[apdu.length - 1] = le & 0xff;
  return apdu;
}

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);

/** SELECT an application by its full AID, no answer data. */
export const selectApplication = (aid: Uint8Array): Buffer => command(0x00, 0xa4, 0x04, 0x0c, aid);

/** SELECT an EF of the current application by its identifier, no answer data. */
export const selectFile = (id: number): Buffer => command(0x00, 0xa4, 0x02, 0x0c, u16(id));

/** READ BINARY of 1…256 bytes from an offset of at most 0x7fff. Always short: the extended form leaves the photo in freed memory (card reference, "Residue"). */
export const readBinary = (offset: number, length: number): Buffer =>
  command(0x00, 0xb0, offset >> 8, offset & 0xff, undefined, length);

/**
 * READ BINARY with the odd instruction, for offsets beyond 15 bits: the offset in data object 54, the answer in data object 53 (ISO/IEC 7816-4, 7.2.3).
 * That the My Number Card knows it is a guess: no known card face is that long.
 */
export const readBinaryFar = (offset: number): Buffer =>
  command(
    0x00,
    0xb1,
    0x00,
    0x00,
    Buffer.from([0x54, 0x03, offset >> 16, (offset >> 8) & 0xff, offset & 0xff]),
    shortLe,
  );

/** VERIFY the current EF's credential; without `secret` it asks for the tries left and spends none. */
export const verify = (secret?: Uint8Array): Buffer => command(0x00, 0x20, 0x00, 0x80, secret);

/** GET CHALLENGE of 1…256 bytes. */
export const getChallenge = (length: number): Buffer => command(0x00, 0x84, 0x00, 0x00, undefined, length);

/** PERFORM SECURITY OPERATION: signature of a DigestInfo by the user-authentication key. */
export const signByUserKey = (digestInfo: Uint8Array): Buffer => command(0x80, 0x2a, 0x00, 0x80, digestInfo, shortLe);

/** Internal authentication: signature of a DigestInfo by the card's own key. */
export const signByCardKey = (digestInfo: Uint8Array): Buffer => command(0x80, 0x2a, 0x00, 0x00, digestInfo, shortLe);

/** First half of the terminal's CV certificate: the outer header and the body. */
export const presentCertificateBody = (body: Uint8Array): Buffer => command(0x80, 0xa2, 0x06, 0xc1, body);

/** Second half of the terminal's CV certificate: its signature. */
export const presentCertificateSignature = (signature: Uint8Array): Buffer =>
  command(0x80, 0xa2, 0x00, 0xc1, signature);

/** EXTERNAL AUTHENTICATE: the terminal's signature over the card's challenge. */
export const externalAuthenticate = (signature: Uint8Array): Buffer => command(0x00, 0x82, 0x00, 0x00, signature);

/** GET RESPONSE after 61xx (ISO/IEC 7816-4, 7.6.1). */
export const getResponse = (length: number): Buffer => command(0x00, 0xc0, 0x00, 0x00, undefined, length);
