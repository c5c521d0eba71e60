import { Buffer } from 'node:buffer';

/** Status words of the card (ISO/IEC 7816-4, 5.6; card reference, "Commands"). */
export const SW = {
  done: 0x9000,
  moreData: 0x6100,
  refused: 0x6300,
  triesLeft: 0x63c0,
  wrongLength: 0x6700,
  wrongFileType: 0x6981,
  credentialMissing: 0x6982,
  locked: 0x6984,
  conditions: 0x6985,
  noCurrentFile: 0x6986,
  wrongData: 0x6a80,
  notSupported: 0x6a81,
  notFound: 0x6a82,
  noRecord: 0x6a83,
  wrongParameters: 0x6a86,
  noReference: 0x6a88,
  pastEnd: 0x6b00,
  exactLength: 0x6c00,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
  failed: 0x6f00,
} as const;

/** An answer: data, empty for most, and the status word. */
export interface Answer {
  readonly data: Buffer;
  readonly sw: number;
}

/** An answer without data. */
export const says = (sw: number): Answer => ({ data: Buffer.alloc(0), sw });

/** 9000 with data, if any. */
export const done = (data: Buffer = Buffer.alloc(0)): Answer => ({ data, sw: SW.done });

/** The response APDU. */
export function encodeAnswer({ data, sw }: Answer): Buffer {
  const out = Buffer.alloc(data.length + 2);
  out.set(data);
  out.writeUInt16BE(sw, data.length);
  return out;
}
