import type { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { projectHome } from '../../../firmware/device/home.ts';
import { emulatedCardFault } from './faults.ts';
import { fontCoverage } from './font-coverage.ts';
import { oneBitPng } from './one-bit-png.ts';

/** Fonts in order of choice; both come with the development packages, so that no system font is needed. */
const fonts = [
  { family: 'BIZ UDPGothic', file: 'biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf' },
  { family: 'Noto Sans JP', file: 'noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf' },
] as const;

const pathOf = (file: string): string => join(projectHome(), 'node_modules/@expo-google-fonts', file);

const coverages = new Map<string, Promise<(codePoint: number) => boolean>>();

function coverageOf(file: string): Promise<(codePoint: number) => boolean> {
  const known = coverages.get(file) ?? readFile(pathOf(file)).then(fontCoverage);
  coverages.set(file, known);
  return known;
}

/** The first font that draws every character. Throws `CARD_FONT_MISSING` with the characters that none draws. */
async function fontFor(text: string): Promise<(typeof fonts)[number]> {
  const characters = [...text].map((character) => character.codePointAt(0) as number).filter((point) => point > 0x20);
  try {
    for (const font of fonts) {
      const covers = await coverageOf(font.file);
      if (characters.every(covers)) return font;
    }
  } catch (cause) {
    throw emulatedCardFault('CARD_FONT_MISSING', 'the fonts are not installed', { cause });
  }
  throw emulatedCardFault('CARD_FONT_MISSING', text);
}

/** Draws one line of text, black on white, as a 1-bit grey PNG as high as its letters; `size` in pixels. Throws `CARD_FONT_MISSING`. */
export async function textImage(text: string, size: number): Promise<Buffer> {
  const { data, info } = await render(text, size);
  return oneBitPng(data, info.width, info.height);
}

/** Draws text squeezed into a box of a fixed size, as the security code's 24x12. Throws `CARD_FONT_MISSING`. */
export async function textImageIn(text: string, width: number, height: number): Promise<Buffer> {
  const { data, info } = await render(text, height * 4, { width: width - 1, height: height - 1 });
  return oneBitPng(data, info.width, info.height);
}

async function render(text: string, size: number, box?: { readonly width: number; readonly height: number }) {
  const font = await fontFor(text);
  const drawn = sharp({
    text: { text: escaped(text), font: `${font.family} ${size}`, fontfile: pathOf(font.file), dpi: 72 },
  });
  // Rendered first, so that resizing and inverting see one band: ink is white on black here.
  const ink = sharp(await drawn.toColourspace('b-w').png().toBuffer());
  if (box) ink.resize({ ...box, fit: 'fill' });
  return ink
    .extend({ top: 0, left: 0, right: 1, bottom: 1, background: '#000000' })
    .negate({ alpha: false })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** Text input goes through Pango's markup. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
