import type { Picture } from '../../camera/emulated/picture.ts';
import type { Random } from '../../camera/emulated/random.ts';
import { between } from '../../camera/emulated/random.ts';

/** Where the lamp stands, in parts of the picture's width and height. */
export interface Lamp {
  readonly x: number;
  readonly y: number;
}

export const lampOf = (random: Random): Lamp => ({ x: between(random, 0.15, 0.85), y: between(random, 0, 0.5) });

/** The lamp stands at one side: at strength 1 up to 22 % darker far from it. */
export function lightUnevenly({ width, height, rgb }: Picture, strength: number, lamp: Lamp): void {
  if (strength <= 0) return;
  const [lampX, lampY] = [lamp.x * width, lamp.y * height];
  const loss = (0.22 * strength) / (width * width + height * height);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const light = Math.max(0.05, 1 - loss * ((x - lampX) ** 2 + (y - lampY) ** 2));
      for (let channel = 0; channel < 3; channel += 1, at += 1) rgb[at] = (rgb[at] as number) * light;
    }
}

/** The mirror image of a lamp in the card. */
export interface Glare {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Grey levels that its middle is brighter. */
  readonly light: number;
  /** How far it wanders as a hand or a head moves before the lamp, pixels; 0 stays. */
  readonly wander: number;
  readonly phase: number;
}

/** At strength 1 one faint spot that stays; stronger ones blow out the print, and some of them wander. */
export function glaresOf(
  strength: number,
  { width, height }: { width: number; height: number },
  random: Random,
): Glare[] {
  return Array.from({ length: strength > 0 ? Math.max(1, Math.round(strength)) : 0 }, () => ({
    x: between(random, 0.2, 0.8) * width,
    y: between(random, 0.2, 0.8) * height,
    radius: between(random, 30, 45) * Math.max(1, strength),
    light: 70 * strength * between(random, 0.7, 1.3),
    wander: strength > 1 && random() < 0.5 ? between(random, 20, 60) : 0,
    phase: random(),
  }));
}

/** Adds a glare to the picture as it is `at` ms after the card was laid. */
export function addGlare({ width, height, rgb }: Picture, glare: Glare, at: number): void {
  const swing = Math.sin(2 * Math.PI * (at / 900 + glare.phase)) * glare.wander;
  const [middleX, middleY] = [glare.x + swing, glare.y + swing / 3];
  const reach = glare.radius * 1.8;
  const [fromX, toX] = [Math.max(0, Math.floor(middleX - reach)), Math.min(width, Math.ceil(middleX + reach))];
  const [fromY, toY] = [Math.max(0, Math.floor(middleY - reach)), Math.min(height, Math.ceil(middleY + reach))];
  for (let y = fromY; y < toY; y++)
    for (let x = fromX, place = (y * width + fromX) * 3; x < toX; x++) {
      const far = ((x - middleX) ** 2 + (y - middleY) ** 2) / (glare.radius * glare.radius);
      const more = far < 3.24 ? glare.light * (1 - far / 3.24) ** 2 : 0;
      for (let channel = 0; channel < 3; channel++, place++) rgb[place] = (rgb[place] as number) + more;
    }
}
