import type { Buffer } from 'node:buffer';

/** Tells whether a font draws a code point: reads the `cmap` table of an OpenType file, subtable format 12 (OpenType 1.9, "cmap"). */
export function fontCoverage(font: Buffer): (codePoint: number) => boolean {
  const groups = groupsOf(font, unicodeSubtable(font));
  return (codePoint) => groups.some(({ first, last }) => codePoint >= first && codePoint <= last);
}

/** Offset of the subtable for full Unicode: platform 3 encoding 10, or platform 0 encoding 4 and up; -1 where a font has none. */
function unicodeSubtable(font: Buffer): number {
  const cmap = tableOffset(font, 'cmap');
  if (cmap < 0) return -1;
  const count = font.readUInt16BE(cmap + 2);
  for (let i = 0; i < count; i += 1) {
    const record = cmap + 4 + i * 8;
    const subtable = cmap + font.readUInt32BE(record + 4);
    if (font.readUInt16BE(subtable) === 12) return subtable;
  }
  return -1;
}

function tableOffset(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4);
  for (let i = 0; i < count; i += 1) {
    const record = 12 + i * 16;
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  return -1;
}

function groupsOf(font: Buffer, subtable: number): { readonly first: number; readonly last: number }[] {
  if (subtable < 0) return [];
  return Array.from({ length: font.readUInt32BE(subtable + 12) }, (_, i) => ({
    first: font.readUInt32BE(subtable + 16 + i * 12),
    last: font.readUInt32BE(subtable + 20 + i * 12),
  }));
}
