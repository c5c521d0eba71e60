import { type Picture, toPicture } from '../../../camera/emulated/picture.ts';
import type { Random } from '../../../camera/emulated/random.ts';
import { between } from '../../../camera/emulated/random.ts';
import { asSharp } from './photo.ts';

/** Paper under a room's light: never the camera's white. */
export const paper = [228, 224, 214] as const;
/** What ink leaves of the paper where it is thickest, and how much of its colour it keeps. */
const [black, colour] = [0.15, 0.78];
/** Cyan, magenta and yellow are laid at angles of their own (degrees), so that their dots do not meet. */
const angles = [15, 75, 0] as const;

/**
 * Prints a photo: narrower colours on paper white, ink that runs a little, dots that show in the middle tones.
 * Answers another picture of the same size.
 */
export async function printed(photo: Picture, random: Random): Promise<Picture> {
  const pitch = between(random, 2.3, 3.4); // pixels between dots
  const depth = between(random, 14, 26); // grey levels that they swing
  const run = await toPicture(asSharp(photo).blur(between(random, 0.5, 0.8)));
  const { width, height, rgb } = run;
  const screens = angles.map((angle) => {
    const [cos, sin] = [Math.cos, Math.sin].map((f) => (2 * Math.PI * f((angle * Math.PI) / 180)) / pitch) as Two;
    return { cos, sin, phase: 2 * Math.PI * random() };
  });
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 3) {
      const light = luma(rgb, at);
      for (let channel = 0; channel < 3; channel += 1) {
        const { cos, sin, phase } = screens[channel] as (typeof screens)[number];
        const level = (light + colour * ((rgb[at + channel] as number) - light)) / 255;
        const dots = Math.cos(cos * x + sin * y + phase) * Math.cos(cos * y - sin * x);
        const inked = (black + (1 - black) * level) * (paper[channel] as number);
        rgb[at + channel] = inked + 4 * level * (1 - level) * depth * dots;
      }
    }
  return run;
}

type Two = [number, number];

const luma = (rgb: Uint8ClampedArray, at: number): number =>
  0.299 * (rgb[at] as number) + 0.587 * (rgb[at + 1] as number) + 0.114 * (rgb[at + 2] as number);
