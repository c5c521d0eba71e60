import { Buffer } from 'node:buffer';
import type { Answer } from './answer.ts';
import { done, SW, says } from './answer.ts';
import { tlv } from './ber-tlv.ts';
import type { Chip, Command } from './chip.ts';
import { fileByShortId, mayUse } from './chip.ts';

/**
 * READ BINARY (ISO/IEC 7816-4, 7.2.3): a 15-bit offset into the current file, or with bit 8 of P1 a short identifier and an 8-bit offset.
 * Le 00 reads to the end of the file or 256 bytes; a stated Le beyond the end answers 6Cxx with what is left.
 */
export const readBinary: Command = (chip, { p1, p2, le, extended }) => {
  const short = (p1 & 0x80) !== 0;
  if (short && (p1 & 0x60) !== 0) return says(SW.wrongParameters);
  if (short && !selectShort(chip, p1 & 0x1f)) return says(SW.notFound);
  const content = readable(chip);
  if (!Buffer.isBuffer(content)) return content;
  if (le === undefined) return says(SW.wrongLength);
  const offset = short ? p2 : (p1 << 8) | p2;
  const left = content.length - offset;
  if (left <= 0) return says(SW.pastEnd);
  const most = extended ? 0x1_0000 : 0x100;
  if (le < most && le > left) return says(left < 0x100 ? SW.exactLength | left : SW.exactLength);
  return done(Buffer.from(content.subarray(offset, offset + le)));
};

/**
 * READ BINARY with the odd instruction for offsets beyond 15 bits (ISO/IEC 7816-4, 7.2.3): offset in data object 54, answer in 53.
 * A guess that the card knows it: no known card face is that long.
 */
export const readBinaryFar: Command = (chip, { p1, p2, data, le }) => {
  if (p1 !== 0 || p2 !== 0) return says(SW.wrongParameters);
  const content = readable(chip);
  if (!Buffer.isBuffer(content)) return content;
  const length = data[1] ?? 0;
  if (data[0] !== 0x54 || length < 1 || length > 3 || data.length !== length + 2) return says(SW.wrongData);
  if (le === undefined || le < 5) return says(SW.wrongLength);
  const offset = data.readUIntBE(2, length);
  if (offset >= content.length) return says(SW.pastEnd);
  return done(tlv(0x53, content.subarray(offset, offset + le - 4)));
};

/** READ RECORD (ISO/IEC 7816-4, 7.3.3): P1 the record's number from 1, P2 04 for the current file. */
export const readRecord: Command = (chip, { p1, p2, le }) => {
  if (p2 === 0x05) return says(SW.notSupported);
  if (p2 !== 0x04 || p1 === 0) return says(SW.wrongParameters);
  const { file } = chip;
  if (!file) return says(SW.noCurrentFile);
  if (file.type !== 'records') return says(SW.wrongFileType);
  if (!mayUse(chip, file.openedBy)) return says(SW.credentialMissing);
  const record = file.records[p1 - 1];
  if (record === undefined) return says(SW.noRecord);
  const content = Buffer.from(record, 'base64');
  if (le === undefined) return says(SW.wrongLength);
  return le < 0x100 && le !== content.length ? says(SW.exactLength | content.length) : done(content);
};

function selectShort(chip: Chip, shortId: number): boolean {
  const file = fileByShortId(chip, shortId);
  if (file) chip.file = file;
  return file !== undefined;
}

/** The content of the current transparent file, or why it may not be read. */
function readable(chip: Chip): Buffer | Answer {
  const { file } = chip;
  if (!file) return says(SW.noCurrentFile);
  if (file.type !== 'binary') return says(SW.wrongFileType);
  return mayUse(chip, file.openedBy) ? Buffer.from(file.content, 'base64') : says(SW.credentialMissing);
}
