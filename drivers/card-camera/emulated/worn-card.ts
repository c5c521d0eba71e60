import sharp from 'sharp';
import type { Random } from '../../camera/emulated/random.ts';
import { between } from '../../camera/emulated/random.ts';
import type { Layer } from '../../camera/emulated/warp.ts';
import { cameraFault } from '../../camera/faults.ts';
import { cardPixels } from './card-layout.ts';
import type { Disturbances } from './disturbances.ts';

/** What a strength of 1 does: lines and blotches on a card, the part of its contrast that is lost. */
const usual = { scratches: 6, blotches: 5, faded: 0.2 };
const mostFaded = 0.75;
/** The card's ground, to which its print fades. */
const ground = 240;

/**
 * A card as years in a purse leave it: faded, scratched, dirty.
 * @param card PNG with alpha, as the drawing functions make it
 * @throws PICTURE_UNREADABLE when it is no picture
 */
export async function wearCard(card: Buffer, disturbances: Disturbances, random: Random): Promise<Layer> {
  const { width, height } = cardPixels;
  const marks = [...scratches(disturbances.scratches ?? 0, random), ...blotches(disturbances.dirt ?? 0, random)];
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${marks.join('')}</svg>`;
  const plain = sharp(card).ensureAlpha().resize(width, height, { fit: 'fill' });
  const marked =
    marks.length > 0
      ? sharp(await plain.png({ compressionLevel: 0 }).toBuffer().catch(refuseCard)).composite([
          { input: Buffer.from(drawing), blend: 'atop' },
        ])
      : plain;
  const rgba = await marked.raw().toBuffer().catch(refuseCard);
  fade(rgba, disturbances.fading ?? 0);
  return { width, height, rgba, margin: 0 };
}

function refuseCard(cause: unknown): never {
  throw cameraFault('PICTURE_UNREADABLE', "a card's drawn face", { cause });
}

function fade(rgba: Uint8Array, strength: number): void {
  const lost = Math.min(mostFaded, usual.faded * strength);
  if (lost === 0) return;
  for (let at = 0; at < rgba.length; at++)
    if (at % 4 !== 3) rgba[at] = (rgba[at] as number) + lost * Math.max(0, ground - (rgba[at] as number));
}

/** Long thin lines, light where the laminate is cut and dark where dirt sits in the cut. */
function scratches(strength: number, random: Random): string[] {
  return Array.from({ length: Math.round(usual.scratches * strength) }, () => {
    const [x, y] = [random() * cardPixels.width, random() * cardPixels.height];
    const [turn, length] = [random() * Math.PI, between(random, 60, 420)];
    const [dx, dy] = [length * Math.cos(turn), length * Math.sin(turn)];
    const bend = between(random, -20, 20);
    const ink = random() < 0.6 ? '#ffffff' : '#4a4038';
    const opacity = Math.min(0.9, between(random, 0.25, 0.5) * Math.max(1, strength));
    return `<path d="M${x} ${y} q${dx / 2 + bend} ${dy / 2 - bend} ${dx} ${dy}" fill="none" stroke="${ink}"
      stroke-width="${between(random, 0.7, 1.8)}" stroke-opacity="${opacity}"/>`;
  });
}

/** Stains of unequal shape, browner at their middle. */
function blotches(strength: number, random: Random): string[] {
  return Array.from({ length: Math.round(usual.blotches * strength) }, () => {
    const [x, y] = [random() * cardPixels.width, random() * cardPixels.height];
    const [rx, ry] = [between(random, 4, 16), between(random, 3, 12)];
    const opacity = Math.min(0.85, between(random, 0.12, 0.35) * Math.max(1, strength));
    return `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" transform="rotate(${random() * 180} ${x} ${y})"
      fill="#5b4a35" fill-opacity="${opacity}"/>`;
  });
}
