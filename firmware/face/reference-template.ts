import type { FaceEngine } from './engine.ts';
import { faceFault } from './faults.ts';
import type { Template } from './template.ts';

/** The template of the face in the chip's photo. The owner zeroes `values`. */
export type ReferenceTemplate = Template;

/**
 * Turns the chip's photo (JPEG 2000) into the reference template. `photo` stays the caller's; the decoded picture and
 * all in between are zeroed here.
 * Throws CHIP_PHOTO_UNREADABLE, or CHIP_PHOTO_NO_FACE when there is no face in it. Row R03.
 */
export async function referenceTemplate(photo: Uint8Array, engine: FaceEngine): Promise<ReferenceTemplate> {
  const picture = await engine.decodeChipPhoto(photo);
  let landmarks: Float32Array | undefined;
  let aligned: Uint8Array | undefined;
  try {
    const [face] = await engine.detect(picture);
    if (!face) throw faceFault('CHIP_PHOTO_NO_FACE');
    landmarks = await engine.landmarks(picture, face);
    aligned = engine.align(picture, landmarks);
    return await engine.embed(aligned);
  } finally {
    picture.rgb.fill(0);
    landmarks?.fill(0);
    aligned?.fill(0);
  }
}
