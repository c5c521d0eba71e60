import type { Picture } from '../../../camera/emulated/picture.ts';
import { between, type Random } from '../../../camera/emulated/random.ts';
import { createDrift } from '../../../camera/emulated/sensor.ts';
import { type Layer, warpInto } from '../../../camera/emulated/warp.ts';
import { eyeLine } from '../person-layer.ts';
import type { Presentation, Subject } from '../presentation.ts';
import { viewPixels } from '../room.ts';
import { cornersOf, createHand } from './hand.ts';
import { holderOf } from './holder.ts';
import { paper, printed } from './ink.ts';
import { headAndShoulders, type Photo } from './photo.ts';

/** What the scissors go round, in half face widths from the face's middle. */
const head = { width: 1.6, height: 1.95, up: 0.35 };
const shoulders = { from: 1.05, slope: 0.3 };
/** Pixels of paper that show at the cut. */
const rim = 2;

/** A print cut with scissors along head and shoulders and held before the room: no straight border anywhere. */
export async function cutOut(subject: Subject): Promise<Presentation> {
  const { random } = subject;
  const photo = await headAndShoulders(subject, between(random, 135, 165));
  const sheet = cutAlong(await printed(photo, random), photo, random);
  const { room } = await holderOf(random);
  const hand = createHand(
    random,
    [
      viewPixels.width / 2 + photo.width / 2 - photo.faceX,
      viewPixels.height * eyeLine + photo.height / 2 - photo.faceY,
    ],
    1,
  );
  return {
    draw(seconds, turn, frame) {
      frame.rgb.set(room.rgb);
      warpInto(frame, sheet, cornersOf(sheet, hand(seconds, turn)));
    },
  };
}

/** What is left of a print when all but head and shoulders is cut away, by a hand that does not cut quite evenly. */
function cutAlong({ width, height, rgb }: Picture, { faceX, faceY, faceHalf }: Photo, random: Random): Layer {
  const uneven = createDrift(random, 1.3); // along the angle
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0, from = 0, to = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, from += 3, to += 4) {
      const [u, v] = [(x - faceX) / faceHalf, (y - faceY) / faceHalf];
      const round = 1 - Math.hypot(u / head.width, (v + head.up) / head.height) + 0.03 * uneven(Math.atan2(v, u));
      const below = (v - shoulders.from - shoulders.slope * Math.abs(u)) / head.width;
      const inside = Math.max(round, below) * head.width * faceHalf; // pixels from the cut
      for (let channel = 0; channel < 3; channel += 1)
        rgba[to + channel] = (inside < rim ? paper[channel] : rgb[from + channel]) as number;
      rgba[to + 3] = 255 * Math.min(1, Math.max(0, inside));
    }
  return { width, height, margin: 0, rgba };
}
