import sharp from 'sharp';
import { cameraFault } from '../../camera/faults.ts';
import type { FacePlace } from './face-place.ts';
import type { Rgb } from './room.ts';
import { viewPixels } from './room.ts';

/** A person cut out of a portrait, at the size the camera sees it. */
export interface PersonLayer {
  readonly width: number;
  readonly height: number;
  /** Rows of premultiplied RGBA. */
  readonly rgba: Uint8Array;
  /** Where the layer's top left corner stands in the view when the person holds still. */
  readonly left: number;
  readonly top: number;
  /** The face in the layer, in pixels: its middle and half its width. */
  readonly faceX: number;
  readonly faceY: number;
  readonly faceHalf: number;
  /** Mean colours of the portrait's own backdrop, left and right of the head: the wall takes them on. */
  readonly backdrop: readonly [left: Rgb, right: Rgb];
}

const faceWidthCm = 14.5;
/** Pixels of focal length: 640 pixels over 60°, as webcams and door cameras have it. */
export const focalLength = viewPixels.width / 2 / Math.tan(Math.PI / 6);
/** The middle of the face stands at this part of the view's height. */
export const eyeLine = 0.45;

/**
 * Cuts head and shoulders out of a portrait along a soft outline and scales it to the distance.
 * @param portrait JPEG or PNG
 * @throws PICTURE_UNREADABLE when it is no picture
 */
export async function cutPerson(portrait: Buffer, face: FacePlace, distanceCm: number): Promise<PersonLayer> {
  const { data, info } = await scaled(portrait, face, distanceCm);
  const { width, height } = info;
  const [faceX, faceY, faceHalf] = [face.x * width, face.y * height, (face.width * width) / 2];
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0, from = 0, to = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, from += 3, to += 4) {
      const cover = outline((x - faceX) / faceHalf, (y - faceY) / faceHalf) * edge(x, width, faceHalf);
      for (let channel = 0; channel < 3; channel += 1) rgba[to + channel] = (data[from + channel] as number) * cover;
      rgba[to + 3] = 255 * cover;
    }
  const left = Math.round(viewPixels.width / 2 - faceX);
  const top = Math.max(Math.round(viewPixels.height * eyeLine - faceY), viewPixels.height + 12 - height); // no gap below the shoulders
  const strip = Math.ceil(width * 0.12);
  const backdrop = [
    meanColour(data, width, 0, strip, faceY),
    meanColour(data, width, width - strip, width, faceY),
  ] as const;
  return { width, height, rgba, left, top, faceX, faceY, faceHalf, backdrop };
}

async function scaled(portrait: Buffer, face: FacePlace, distanceCm: number) {
  const faceWidth = (focalLength * faceWidthCm) / distanceCm;
  return sharp(portrait)
    .rotate()
    .resize({ width: Math.round(faceWidth / face.width) })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw cameraFault('PICTURE_UNREADABLE', "a person's portrait", { cause });
    });
}

/** Mean of the columns `from` to `to` above `bottom`. */
function meanColour(rgb: Buffer, width: number, from: number, to: number, bottom: number): Rgb {
  const sum: [number, number, number] = [0, 0, 0];
  let points = 0;
  for (let y = 0; y < bottom; y += 1)
    for (let x = from; x < to; x += 1, points += 1)
      for (let channel = 0; channel < 3; channel += 1)
        sum[channel] = (sum[channel] as number) + (rgb[(y * width + x) * 3 + channel] as number);
  return [sum[0] / points, sum[1] / points, sum[2] / points];
}

/** How much of a point belongs to the person, 0…1; `u` and `v` in half face widths from the face's middle. */
function outline(u: number, v: number): number {
  const head = 1 - Math.hypot(u / 1.95, (v + 0.1) / 2.5);
  const shoulders = v - (0.75 + 0.25 * Math.abs(u));
  return soft(soft(head / 0.4) + soft(shoulders / 0.7));
}

/** Fades the portrait's own left and right edges out. */
function edge(x: number, width: number, faceHalf: number): number {
  return soft(Math.min(x, width - 1 - x) / (0.35 * faceHalf));
}

/** Smooth step from 0 to 1. */
function soft(part: number): number {
  const held = Math.min(1, Math.max(0, part));
  return held * held * (3 - 2 * held);
}
