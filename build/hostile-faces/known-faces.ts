import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { steppedClock } from '../../drivers/camera/emulated/stepped-clock.ts';
import { chipPhoto } from '../../drivers/card/emulated/photo-jp2.ts';
import { personView } from '../../drivers/face-camera/emulated/person-view.ts';
import { projectHome } from '../../firmware/device/home.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import { lookAtFrame } from '../../firmware/face/look-at-frame.ts';
import { decodeJpeg } from '../../firmware/face/picture.ts';
import { usualQuality } from '../../firmware/face/quality.ts';
import { referenceTemplate } from '../../firmware/face/reference-template.ts';
import type { Template } from '../../firmware/face/template.ts';
import type { Door } from './mutations.ts';

/** Somebody whose pictures are mutated, and to whom no picture of anybody else may match. */
export interface KnownFace {
  /** Good pictures, as each door gives them. */
  readonly pictures: Readonly<Record<Door, readonly Buffer[]>>;
  /** Of a photo and of a frame. */
  readonly templates: readonly Template[];
}

/** Whose portraits the emulated desk has: photographs in the public domain. */
const portraits = ['grace-hopper', 'eileen-collins'];
/** Frames that are mutated: every tenth, so that the person has moved. */
const [framesEach, everyFrame] = [4, 10];

/** Draws the pictures of the people on the desk and takes their templates. */
export const knownFaces = (engine: FaceEngine): Promise<KnownFace[]> =>
  Promise.all(portraits.map((name) => knownFace(engine, name)));

async function knownFace(engine: FaceEngine, name: string): Promise<KnownFace> {
  const portrait = await readFile(join(projectHome(), 'drivers/desk/portraits', `${name}.jpg`));
  const [photo, frames] = [await chipPhoto(portrait), await framesOf(portrait)];
  const templates = [await referenceTemplate(photo, engine)];
  for (const frame of frames) {
    const look = await lookAtFrame(engine, await decodeJpeg(frame), usualQuality);
    if (look.hint === undefined) templates.push(look.template);
  }
  if (templates.length < 2) throw new Error(`no frame of ${name} can be used`);
  return { pictures: { photo: [photo], frame: frames }, templates };
}

async function framesOf(portrait: Buffer): Promise<Buffer[]> {
  const ended = new AbortController();
  const frames: Buffer[] = [];
  let count = 0;
  for await (const { jpeg } of personView({
    person: () => portrait,
    clock: steppedClock(),
    random: seededRandom(portrait.length),
    signal: ended.signal,
  })) {
    if (count++ % everyFrame === 0) frames.push(jpeg);
    if (frames.length === framesEach) ended.abort();
  }
  return frames;
}
