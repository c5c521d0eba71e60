import sharp from 'sharp';
import type { FoundFace } from './detect.ts';
import type { FaceEngine } from './engine.ts';
import { gridsOf } from './liveness/straight-border.ts';
import { measureFace } from './measured-face.ts';
import { decodeJpeg, type Picture } from './picture.ts';
import { hintOfFace, usualQuality } from './quality.ts';

const size = { width: 640, height: 480 };
const face: FoundFace = { score: 0.99, x: 250.5, y: 150.5, width: 130.5, height: 160.5 };

/** One object of each shape that the loops over pixels see: V8 throws their compiled code away with the last of a shape, and the next frame is slow again. */
const held: object[] = [];

/**
 * Sends made-up pictures through all steps: the first runs of each cost several times the later ones, and no patient shall wait for them (R12).
 * As a camera's decoder gives them and as the chip photo's does, which are two things to the compiler. Ends with the running step once `stop` is aborted.
 */
export async function rehearse(engine: FaceEngine, stop?: AbortSignal): Promise<void> {
  const ofCamera = await decodeJpeg(await paint(size));
  const ofChip: Picture = { width: size.width, height: size.height, rgb: new Uint8Array(ofCamera.rgb) };
  await goThrough(engine, ofChip, stop);
  await goThrough(engine, ofCamera, stop);
  if (held.length === 0)
    held.push(face, await decodeJpeg(await paint({ width: 1, height: 1 })), gridsOf(new Float32Array(), 1));
}

/** A JPEG of a pattern that has no meaning. */
function paint({ width, height }: { width: number; height: number }): Promise<Buffer> {
  const pattern = Uint8Array.from({ length: 251 }, (_, at) => (at * 97) % 256);
  return sharp(Buffer.alloc(width * height * 3, pattern), { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
}

async function goThrough(engine: FaceEngine, picture: Picture, stop?: AbortSignal): Promise<void> {
  if (stop?.aborted) return;
  const landmarks = await engine.landmarks(picture, face);
  const aligned = engine.align(picture, landmarks);
  const size = engine.pack.models.feature.input.width;
  const steps = [
    () => engine.detect(picture),
    () => hintOfFace(picture, measureFace(face, landmarks, aligned, size), usualQuality),
    () => engine.embed(aligned),
    () => engine.cues?.(picture, face),
  ];
  for (const step of steps) {
    if (stop?.aborted) return;
    await step();
  }
}
