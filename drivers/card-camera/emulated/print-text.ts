import { join } from 'node:path';
import sharp from 'sharp';
import { projectHome } from '../../../firmware/device/home.ts';

const fonts = {
  'BIZ UDPGothic': {
    regular: 'biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf',
    bold: 'biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf',
  },
  'Noto Sans JP': {
    regular: 'noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
    bold: 'noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
  },
} as const;

/** A typeface that the project brings itself. */
export type Typeface = keyof typeof fonts;

/** Every typeface that can be printed in. */
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
  typeface: Typeface = 'BIZ UDPGothic',
): Promise<PrintedLine | undefined> {
  if (text.trim() === '') return undefined;
  const { data, info } = await sharp({
    text: {
      text: `<span foreground="${ink}">${escapeMarkup(text)}</span>`,
      font: `${typeface}${weight === 'bold' ? ' Bold' : ''} ${em}`, // without the family's name Pango takes letters and digits from another font
      fontfile: join(projectHome(), 'node_modules/@expo-google-fonts', fonts[typeface][weight]),
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
