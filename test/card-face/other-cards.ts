import sharp from 'sharp';
import type { Random } from '../../drivers/camera/emulated/random.ts';
import { printText } from '../../drivers/card-camera/emulated/print-text.ts';

const { width, height } = { width: 1012, height: 638 };
type Line = readonly [text: string, left: number, top: number, em: number];

/** Cards of other kinds, with their titles and dates worded as theirs are, and the traps of a reader: dates that exist, four digits alone. */
export const otherCards = {
  'driving licence': [
    ['氏名　番　号　花　子', 40, 30, 34],
    ['昭和55年 2月17日生', 600, 34, 30],
    ['住所　東京都千代田区霞が関1丁目', 40, 90, 28],
    ['運転免許証', 640, 560, 46],
    ['2029年 3月17日まで有効', 40, 200, 38],
    ['免許の条件等　眼鏡等', 40, 260, 28],
    ['第 30 12 3456 7890 号', 40, 480, 34],
    ['2285', 560, 300, 34],
  ],
  'residence card': [
    ['在留カード　日本国政府', 40, 30, 40],
    ['番号 AB12345678CD', 640, 34, 30],
    ['氏名 NGUYEN VAN AN', 40, 110, 34],
    ['1985年12月31日生', 350, 180, 32],
    ['2028年 5月 1日まで有効', 350, 330, 34],
    ['2285', 800, 330, 34],
  ],
  'health-insurance card': [
    ['健康保険被保険者証', 300, 30, 44],
    ['氏名　番号　花子', 60, 160, 34],
    ['昭和55年 2月17日生', 350, 230, 32],
    ['2029年 2月17日まで有効', 350, 330, 32],
    ['2285', 800, 330, 34],
  ],
  'juki card': [
    ['住民基本台帳カード', 300, 30, 44],
    ['氏名　番号　花子', 60, 120, 34],
    ['昭和55年 2月17日生', 350, 230, 32],
    ['2025年 2月17日まで有効', 350, 330, 32],
    ['2285', 800, 330, 34],
  ],
} as const satisfies Record<string, readonly Line[]>;

/** Draws one of them. */
export function drawOtherCard(kind: keyof typeof otherCards): Promise<Buffer> {
  return drawn(otherCards[kind], '#dde8ee', '');
}

/** The back of a My Number Card: the number, a chip, and the number's code (its finder patterns and random modules; not a code to be scanned). */
export function drawBack(random: Random): Promise<Buffer> {
  const lines: Line[] = [
    ['個人番号', 420, 90, 26],
    ['1234 5678 9012', 420, 130, 44],
    ['平成元年 3月31日生', 420, 220, 30],
    ['2025年 3月31日まで有効', 420, 280, 30],
    ['2285', 850, 280, 30],
  ];
  return drawn(
    lines,
    '#f2e6e4',
    `<rect x="90" y="200" width="130" height="110" rx="14" fill="#c9a84c"/>${qrCode(random)}`,
  );
}

function qrCode(random: Random): string {
  const [modules, size, left, top] = [33, 4.4, 820, 420];
  const inFinder = (x: number, y: number) =>
    [
      [3, 3],
      [modules - 4, 3],
      [3, modules - 4],
    ]
      .map(([cx = 0, cy = 0]) => Math.max(Math.abs(x - cx), Math.abs(y - cy)))
      .find((distance) => distance <= 4);
  let marks = `<rect x="${left - 18}" y="${top - 18}" width="${modules * size + 36}" height="${modules * size + 36}" fill="#fff"/>`;
  for (let at = 0; at < modules * modules; at++) {
    const [x, y] = [at % modules, Math.floor(at / modules)];
    const ring = inFinder(x, y);
    if (ring === undefined ? random() < 0.5 : ring !== 2 && ring !== 4)
      marks += `<rect x="${left + x * size}" y="${top + y * size}" width="${size + 0.1}" height="${size + 0.1}"/>`;
  }
  return marks;
}

/** A card's face of these lines; `picture` is SVG under them. */
async function drawn(lines: readonly Line[], ground: string, picture: string): Promise<Buffer> {
  const card = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" rx="38" fill="${ground}"/>${picture}</svg>`;
  const layers = await Promise.all(
    lines.map(async ([text, left, top, em]) => {
      const line = await printText(text, em, '#222222');
      if (!line) throw new Error(`nothing to print: ${text}`);
      return { input: line.data, raw: { width: line.width, height: line.height, channels: 4 as const }, left, top };
    }),
  );
  return sharp(Buffer.from(card)).composite(layers).png().toBuffer();
}

/** A card in a sleeve of clear film: larger than the card, lightening the bed, with a bright rim and streaks of glare. */
export async function inSleeve(card: Buffer, random: Random): Promise<Buffer> {
  const [beside, around] = [30, 34];
  const [wide, high] = [width + 2 * beside, height + 2 * around];
  const streaks = Array.from({ length: 5 }, () => {
    const [x, y] = [random() * wide, random() * high];
    return `<line x1="${x}" y1="${y}" x2="${x + 320}" y2="${y + (random() - 0.5) * 160}" stroke="#fff" stroke-width="${14 + random() * 26}" stroke-opacity="0.92" stroke-linecap="round"/>`;
  });
  const svg = (content: string) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}">${content}</svg>`);
  return sharp(
    svg(
      `<rect width="${wide}" height="${high}" rx="8" fill="#8a9094" fill-opacity="0.5" stroke="#c8ccd0" stroke-width="4"/>`,
    ),
  )
    .composite([{ input: card, left: beside, top: around }, { input: svg(streaks.join('')) }])
    .png()
    .toBuffer();
}
