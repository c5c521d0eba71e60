import type { Frame } from '../../camera/contract.ts';
import type { Picture } from '../../camera/emulated/picture.ts';
import { emptyPicture, toJpeg } from '../../camera/emulated/picture.ts';
import type { Random } from '../../camera/emulated/random.ts';
import { between } from '../../camera/emulated/random.ts';
import { createSensor } from '../../camera/emulated/sensor.ts';
import { type Corners, warpInto } from '../../camera/emulated/warp.ts';
import { drawBed } from './card-bed.ts';
import type { Disturbances } from './disturbances.ts';
import { defocused, smeared } from './lens.ts';
import { addGlare, glaresOf, lampOf, lightUnevenly } from './light.ts';
import { bedPixels, placeCard } from './placement.ts';
import { inSleeve } from './sleeve.ts';
import { tremorOf } from './tremor.ts';
import { wearCard } from './worn-card.ts';

/** What lies on the bed, until something else does. */
export interface Scene {
  /** The picture that the camera takes `at` ms after the laying: JPEG, 1280 × 800. */
  frame(at: number): Promise<Frame>;
}

export interface SceneOptions {
  /** PNG with alpha of a drawn card; undefined: the empty bed. */
  readonly card: Buffer | undefined;
  readonly disturbances: Disturbances;
  readonly random: Random;
}

/** What a strength of 1 is: σ of the blur in pixels, σ of the noise and swing of the lamp in grey levels, loss of JPEG quality. */
const usual = { blur: 0.7, noise: 2.2, flicker: 3, quality: 18 };
const [bestQuality, leastQuality] = [88, 20];

/**
 * Lays a card on the bed, as a hand does it and as the camera will see it. The same seed lays it in the same way.
 * @throws PICTURE_UNREADABLE when the card is no picture
 */
export async function layScene({ card, disturbances, random }: SceneOptions): Promise<Scene> {
  const { motion = 0, noise = 0, compression = 0, defocus = 0 } = disturbances;
  const corners = card && placeCard(disturbances, random);
  const worn = card && (await wearCard(card, disturbances, random));
  const layer = worn && (await inSleeve(worn, disturbances.sleeve ?? 0, random));
  const bed = await drawBed(corners);
  const lamp = lampOf(random);
  const glares = glaresOf(disturbances.glare ?? 0, bedPixels, random);
  const sensor = createSensor(random, usual.noise * noise);
  const tremor = corners && motion > 0 ? tremorOf(corners, motion, random) : undefined;
  const quality = Math.max(leastQuality, Math.round(bestQuality - usual.quality * compression));
  const staying = glares.filter(({ wander }) => wander === 0);
  const wandering = glares.filter(({ wander }) => wander > 0);

  const view = async (placed: Corners | undefined): Promise<Picture> => {
    const picture = copyOf(bed);
    if (layer && placed) warpInto(picture, layer, placed);
    lightUnevenly(picture, disturbances['uneven-light'] ?? 0, lamp);
    for (const glare of staying) addGlare(picture, glare, 0);
    return defocused(picture, usual.blur * defocus);
  };
  const still = tremor ? undefined : await view(corners);

  return {
    frame: async (at) => {
      const seen = still ?? (await smeared(await view(tremor?.cornersAt(at)), tremor?.smearAt(at) ?? [0, 0]));
      const picture = copyOf(seen);
      for (const glare of wandering) addGlare(picture, glare, at);
      sensor.expose(picture, Math.round(usual.flicker * Math.min(1, noise) * between(random, -1, 1)));
      return { jpeg: await toJpeg(picture, quality), at };
    },
  };
}

function copyOf({ width, height, rgb }: Picture): Picture {
  const copy = emptyPicture(width, height);
  copy.rgb.set(rgb);
  return copy;
}
