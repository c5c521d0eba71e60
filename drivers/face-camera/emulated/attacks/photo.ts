import sharp from 'sharp';
import { emptyPicture, type Picture, toPicture } from '../../../camera/emulated/picture.ts';
import { cameraFault } from '../../../camera/faults.ts';
import { livingPerson } from '../living-person.ts';
import type { Subject } from '../presentation.ts';
import { viewPixels } from '../room.ts';

/** Head and shoulders around a face: how wide and how high in widths of the face, and at what part of the height the face is. */
const crop = { width: 2.4, height: 3.1, face: 0.42 };

/** A photo and where its face is: the middle and half the width from ear to ear, pixels. */
export interface Photo extends Picture {
  readonly faceX: number;
  readonly faceY: number;
  readonly faceHalf: number;
}

/**
 * A photo of head and shoulders, cut from the portrait, its face `faceWidth` pixels wide.
 * @throws PICTURE_UNREADABLE when the portrait is no picture
 */
export async function headAndShoulders({ portrait, face }: Subject, faceWidth: number): Promise<Photo> {
  try {
    const upright = await toPicture(sharp(portrait).rotate());
    const wide = face.width * upright.width;
    const width = Math.min(upright.width, Math.round(crop.width * wide));
    const height = Math.min(upright.height, Math.round(crop.height * wide));
    const held = (place: number, size: number, whole: number) => Math.round(Math.min(whole - size, Math.max(0, place)));
    const left = held(face.x * upright.width - width / 2, width, upright.width);
    const top = held(face.y * upright.height - crop.face * height, height, upright.height);
    const scale = faceWidth / wide;
    const photo = asSharp(upright).extract({ left, top, width, height });
    return {
      ...(await toPicture(photo.resize({ width: Math.round(width * scale) }))),
      faceX: (face.x * upright.width - left) * scale,
      faceY: (face.y * upright.height - top) * scale,
      faceHalf: faceWidth / 2,
    };
  } catch (cause) {
    throw cameraFault('PICTURE_UNREADABLE', "a person's portrait", { cause });
  }
}

/** A photo of the person in a room, as a camera took it: it goes on to every side of the face. */
export async function inRoom(subject: Subject, distanceCm: number): Promise<Picture> {
  const photo = emptyPicture(viewPixels.width, viewPixels.height);
  (await livingPerson({ ...subject, face: withOpenEyes(subject) }, 'usual', distanceCm)).draw(0, 0, photo);
  return photo;
}

/** Nobody keeps a photo with a blink. */
const withOpenEyes = ({ face: { x, y, width } }: Subject) => ({ x, y, width });

export const asSharp = ({ width, height, rgb }: Picture) => sharp(rgb, { raw: { width, height, channels: 3 } });
