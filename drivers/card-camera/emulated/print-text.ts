import { join } from 'node:path';
import sharp from 'sharp';
import { projectHome } from '../../../firmware/device/home.ts';

const fonts = {
  'biz-udp-gothic': {
    regular: { family: 'BIZ UDPGothic', file: 'biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf' },
    bold: { family: 'BIZ UDPGothic Bold', file: 'biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf' },
  },
  'noto-sans-jp': {
    regular: { family: 'Noto Sans JP', file: 'noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf' },
    bold: { family: 'Noto Sans JP Bold', file: 'noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf' },
  },
} as const;

/** In what a card is printed. */
export type Typeface = keyof typeof fonts;
export const typefaces = Object.keys(fonts) as readonly Typeface[];

/** A printed line: RGBA rows of `width` × `height` pixels, as wide and as high as its ink. */
export interface PrintedLine {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * Prints one line of text from the project's own font files, so that no font of the system is needed.
 * @param em size of an em in pixels
 * @param ink CSS colour `#rrggbb`
 * @returns undefined for a line without ink
 */
export async function printText(
  text: string,
  em: number,
  ink: string,
  weight: 'regular' | 'bold' = 'regular',
  typeface: Typeface = 'biz-udp-gothic',
): Promise<PrintedLine | undefined> {
  if (text.trim() === '') return undefined;
  const font = fonts[typeface][weight];
  const { data, info } = await sharp({
    text: {
      text: `<span foreground="${ink}">${escapeMarkup(text)}</span>`,
      font: `${font.family} ${em}`, // without the family's name Pango takes letters and digits from another font
      fontfile: join(projectHome(), 'node_modules/@expo-google-fonts', font.file),
      dpi: 72, // a point is then a pixel
      rgba: true,
      wrap: 'none',
    },
  })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Pango markup's own characters; control characters are not printable and end a layout early. */
function escapeMarkup(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
