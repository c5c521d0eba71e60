import sharp from 'sharp';
import { type Picture, toPicture } from '../../../camera/emulated/picture.ts';
import type { Random } from '../../../camera/emulated/random.ts';
import { between } from '../../../camera/emulated/random.ts';
import { plainRoom, viewPixels } from '../room.ts';
import type { SheetSize } from './sheet.ts';

const shirts = ['#3b4a5e', '#5b5f55', '#6e3f3c', '#2f2f34', '#8a8f98'];
const skins = ['#d9a887', '#c58f6c', '#e2b597', '#a9744f'];

/** Who holds an attack up: what is seen of them behind it, and their hands. */
export interface Holder {
  /** The room with their shoulders. */
  readonly room: Picture;
  readonly skin: string;
}

const oneOf = (random: Random, list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '#888';

/** Somebody in the plain room, whose face is hidden behind what they hold. */
export async function holderOf(random: Random): Promise<Holder> {
  const { width, height } = viewPixels;
  const [middle, top] = [width / 2 + between(random, -30, 30), height * between(random, 0.62, 0.72)];
  const shoulders = `M ${middle - 300} ${height + 10} C ${middle - 270} ${top + 30} ${middle - 130} ${top + 10} ${middle - 60} ${top - 30}
    L ${middle + 60} ${top - 30} C ${middle + 130} ${top + 10} ${middle + 270} ${top + 30} ${middle + 300} ${height + 10} Z`;
  const body = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="cloth" x2="1" y2="0.3"><stop stop-color="#fff" stop-opacity="0.14"/><stop offset="1" stop-color="#000" stop-opacity="0.3"/></linearGradient></defs>
    <path d="${shoulders}" fill="${oneOf(random, shirts)}"/><path d="${shoulders}" fill="url(#cloth)"/></svg>`;
  const behind = await sharp(Buffer.from(body)).blur(1.2).png().toBuffer();
  const plain = await plainRoom();
  const room = await toPicture(
    sharp(plain.rgb, { raw: { width, height, channels: 3 } }).composite([{ input: behind, left: 0, top: 0 }]),
  );
  return { room, skin: oneOf(random, skins) };
}

/** Hands at either side of a sheet, what is behind it and what is before it: SVG pictures as large as it is with its margin. */
export function handsAt(sheet: SheetSize, skin: string, random: Random) {
  const { margin } = sheet;
  const [width, height] = [sheet.width + 2 * margin, sheet.height + 2 * margin];
  const at = margin + sheet.height * between(random, 0.62, 0.8);
  const svg = (parts: string) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      <defs><linearGradient id="skin" x2="0" y2="1"><stop stop-color="#fff" stop-opacity="0.22"/><stop offset="0.55" stop-opacity="0.02"/><stop offset="1" stop-opacity="0.38"/></linearGradient>
      <filter id="soft"><feGaussianBlur stdDeviation="0.8"/></filter></defs><g filter="url(#soft)">${parts}</g></svg>`);
  const both = (part: string) => `<g>${part}</g><g transform="translate(${width} 8) scale(-1 1)">${part}</g>`;
  const skinned = (shape: (fill: string) => string) => shape(skin) + shape('url(#skin)');
  const fingers = [0, 1, 2, 3]
    .map((finger) =>
      skinned(
        (fill) =>
          `<rect x="${margin - 16}" y="${at - 6 + finger * 19}" width="60" height="18" rx="9" fill="${fill}" transform="rotate(${6 - 3 * finger} ${margin} ${at})"/>`,
      ),
    )
    .join('');
  const thumb = skinned(
    (fill) =>
      `<path d="M ${margin - 24} ${at + 34} C ${margin - 20} ${at + 6} ${margin + 8} ${at - 8} ${margin + 34} ${at - 14} q 14 0 11 13 C ${margin + 30} ${at + 12} ${margin + 12} ${at + 24} ${margin - 2} ${at + 48} Z" fill="${fill}"/>`,
  );
  const nail = `<ellipse cx="${margin + 36}" cy="${at - 8}" rx="7.5" ry="5" fill="#f3d3c4" opacity="0.75" transform="rotate(-18 ${margin + 36} ${at - 8})"/>`;
  return { behind: svg(both(fingers)), before: svg(both(thumb + nail)) };
}
