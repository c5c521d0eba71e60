import type { Picture } from '../../camera/emulated/picture.ts';
import type { Random } from '../../camera/emulated/random.ts';
import { between } from '../../camera/emulated/random.ts';
import { createSensor } from '../../camera/emulated/sensor.ts';

/** Something that spoils the view of the card bed, from not at all (strength 0) to usual (1) and beyond. */
export interface Disturbance {
  readonly name: string;
  readonly strength: number;
  /** What stays while a card lies: changes the scene in place, once for each laying and once for the empty bed. */
  onLaid?(scene: Picture, random: Random): void;
  /** What changes with time: changes a copy of the scene in place, for each frame. */
  onFrame?(frame: Picture, random: Random): void;
}

/** The lamp stands at one side: up to 22 % darker far from it at strength 1. */
export function unevenLight(strength: number): Disturbance {
  return {
    name: 'uneven light',
    strength,
    onLaid({ width, height, rgb }, random) {
      const [lampX, lampY] = [between(random, 0.15, 0.85) * width, between(random, 0, 0.5) * height];
      const loss = (0.22 * strength) / (width * width + height * height);
      for (let y = 0, at = 0; y < height; y += 1)
        for (let x = 0; x < width; x += 1) {
          const light = 1 - loss * ((x - lampX) ** 2 + (y - lampY) ** 2);
          for (let channel = 0; channel < 3; channel += 1, at += 1) rgb[at] = (rgb[at] as number) * light;
        }
    },
  };
}

/** The sensor's grain (σ 2.2 grey levels at strength 1) and the lamp's flicker (up to ±3 levels). */
export function sensorNoise(strength: number, random: Random): Disturbance {
  const sensor = createSensor(random, 2.2 * strength);
  return {
    name: 'sensor noise',
    strength,
    onFrame: (frame, frameRandom) => sensor.expose(frame, Math.round(3 * strength * between(frameRandom, -1, 1))),
  };
}
