import sharp from 'sharp';
import type { Random } from '../../camera/emulated/random.ts';
import { between } from '../../camera/emulated/random.ts';
import type { Layer } from '../../camera/emulated/warp.ts';

/** How much larger than the card a clear sleeve is, pixels. */
const margin = 34;

/** Puts a card into a clear sleeve: a second edge around it, a milky veil, streaks of mirrored light. */
export async function inSleeve(card: Layer, strength: number, random: Random): Promise<Layer> {
  if (strength <= 0) return card;
  const [width, height] = [card.width + 2 * margin, card.height + 2 * margin];
  const veil = Math.min(0.5, 0.1 * strength);
  const streaks = Array.from({ length: Math.round(2 * strength) }, () => {
    const [x, wide, lean] = [random() * width, between(random, 14, 70), between(random, -220, 220)];
    const light = Math.min(0.85, between(random, 0.15, 0.32) * strength);
    return `<polygon points="${x},0 ${x + wide},0 ${x + wide + lean},${height} ${x + lean},${height}" fill="#fff" fill-opacity="${light}"/>`;
  });
  const slack = [between(random, -10, 10), between(random, -8, 8)]; // the card slides in it
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><clipPath id="sleeve"><rect x="2" y="2" width="${width - 4}" height="${height - 4}" rx="12"/></clipPath></defs>
    <g clip-path="url(#sleeve)">
      <rect width="${width}" height="${height}" fill="#eef2f4" fill-opacity="${veil}"/>${streaks.join('')}
    </g>
    <rect x="3" y="3" width="${width - 6}" height="${height - 6}" rx="11" fill="none" stroke="#f4f7f8"
      stroke-width="3" stroke-opacity="${Math.min(0.9, 0.35 + 0.15 * strength)}"/>
    <line x1="10" x2="${width - 10}" y1="16" y2="16" stroke="#f4f7f8" stroke-width="2" stroke-opacity="0.4"/>
  </svg>`;
  const raw = { width: card.width, height: card.height, channels: 4 as const };
  const background = { r: 0, g: 0, b: 0, alpha: 0 };
  const rgba = await sharp({ create: { width, height, channels: 4, background } })
    .composite([
      {
        input: Buffer.from(card.rgba.buffer, card.rgba.byteOffset, card.rgba.length),
        raw,
        left: Math.round(margin + (slack[0] ?? 0)),
        top: Math.round(margin + (slack[1] ?? 0)),
      },
      { input: Buffer.from(drawing) },
    ])
    .raw()
    .toBuffer();
  return { width, height, rgba, margin };
}
