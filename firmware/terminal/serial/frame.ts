import { crc32 } from 'node:zlib';
import { maxMessageBytes } from '../topics.ts';
import { stuff, stuffedLength, unstuff } from './cobs.ts';

/** `heartbeat` says that somebody is there, `message` brings one message, `receipt` says which message has come. */
export const kindCodes = { message: 0x11, receipt: 0x12, heartbeat: 0x13 } as const;
export type FrameKind = keyof typeof kindCodes;

/**
 * One frame of the serial line. `run` is a random number (32 bits) that a side draws when it starts: the sender's own, in a receipt
 * that of the message's sender. `number` counts a run's messages from 1; it is 0 in a heartbeat. Only a message has a payload.
 */
export interface Frame {
  readonly kind: FrameKind;
  readonly run: number;
  readonly number: number;
  readonly payload: Buffer;
}

const headBytes = 9;
const crcBytes = 4;
const none = Buffer.alloc(0);

/** The most bytes between two zeros of the line: a message of 64 KiB, its head, its checksum, stuffed. */
export const maxStuffedBytes = stuffedLength(headBytes + maxMessageBytes + crcBytes);

/**
 * A frame as it goes over the line: `00`, COBS of (head, payload, checksum), `00`.
 * The head is the kind (1 byte; its high half is the framing's version, 1), the run and the number (4 bytes each, big-endian).
 * The checksum is CRC-32 of head and payload as in IEEE 802.3 and zlib, big-endian.
 * The zero in front ends whatever noise came before, so noise between frames costs none of them.
 */
export function writeFrame(kind: FrameKind, run: number, number: number, payload: Uint8Array = none): Buffer {
  const body = Buffer.alloc(headBytes + payload.length + crcBytes);
  body.writeUInt8(kindCodes[kind]);
  body.writeUInt32BE(run, 1);
  body.writeUInt32BE(number, 5);
  body.set(payload, headBytes);
  body.writeUInt32BE(crc32(body.subarray(0, -crcBytes)), body.length - crcBytes);
  return Buffer.concat([Buffer.of(0), stuff(body), Buffer.of(0)]);
}

/** Reads what stood between two zeros; undefined when it is damaged, or of a kind that this version does not know. */
export function readFrame(stuffed: Uint8Array): Frame | undefined {
  const body = unstuff(stuffed);
  if (!body || body.length < headBytes + crcBytes) return undefined;
  const crcAt = body.length - crcBytes;
  if (crc32(body.subarray(0, crcAt)) !== body.readUInt32BE(crcAt)) return undefined;
  const kind = kindOf(body.readUInt8());
  const payload = body.subarray(headBytes, crcAt);
  if (kind === undefined || (kind !== 'message' && payload.length > 0)) return undefined;
  return { kind, run: body.readUInt32BE(1), number: body.readUInt32BE(5), payload };
}

const kindOf = (code: number): FrameKind | undefined =>
  (Object.keys(kindCodes) as FrameKind[]).find((kind) => kindCodes[kind] === code);
