import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Frame } from '../../drivers/camera/contract.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { steppedClock } from '../../drivers/camera/emulated/stepped-clock.ts';
import { encodeJpeg2000 } from '../../drivers/card/emulated/jpeg2000.ts';
import { type PersonViewOptions, personView } from '../../drivers/face-camera/emulated/person-view.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { type FaceEngine, loadFaceEngine } from '../../firmware/face/engine.ts';
import { defaultModelFolder, defaultPackFile, readPack } from '../../firmware/face/pack.ts';

export type Who = 'grace-hopper' | 'eileen-collins';

export const portrait = (who: Who): Buffer => readFileSync(join(projectHome(), 'drivers/desk/portraits', `${who}.jpg`));

export const loadEngine = async (): Promise<FaceEngine> =>
  loadFaceEngine({ pack: await readPack(defaultPackFile()), modelFolder: defaultModelFolder(), threads: 1 });

/** Somebody before the emulated face camera, for so many frames. */
export async function* person(
  who: Who | undefined,
  count = 90,
  options: Partial<PersonViewOptions> & { readonly seed?: number } = {},
): AsyncGenerator<Frame> {
  const { seed = 5, ...rest } = options;
  const picture = who && portrait(who);
  const stop = new AbortController();
  let left = count;
  for await (const frame of personView({
    person: () => picture,
    clock: steppedClock(),
    random: seededRandom(seed),
    signal: stop.signal,
    ...rest,
  })) {
    yield frame;
    left -= 1;
    if (left === 0) stop.abort();
  }
}

/** The same frames, each changed by `change`. */
export async function* changed(frames: AsyncIterable<Frame>, change: (picture: Sharp) => Sharp): AsyncGenerator<Frame> {
  for await (const { jpeg, at } of frames)
    yield { jpeg: await change(sharp(jpeg)).jpeg({ quality: 88 }).toBuffer(), at };
}

/** Fixed pictures as frames, fifteen a second; each is a copy, as a camera's would be. */
export async function* shown(pictures: Iterable<Buffer>): AsyncGenerator<Frame> {
  let at = 1000;
  for (const jpeg of pictures) {
    yield { jpeg: Buffer.from(jpeg), at };
    at += 1000 / 15;
  }
}

/** The first frame of somebody before the camera. */
export async function firstFrame(who: Who, options: Partial<PersonViewOptions> = {}): Promise<Buffer> {
  for await (const { jpeg } of person(who, 1, options)) return jpeg;
  throw new Error('no frame');
}

/** A photo as a card's chip holds it: JPEG 2000, grey, 240×320. */
export async function chipPhoto(picture: Buffer, width = 240, height = 320): Promise<Buffer> {
  const grey = await sharp(picture).resize(width, height, { fit: 'cover' }).greyscale().raw().toBuffer();
  return encodeJpeg2000(grey, { width, height, bitsPerSample: 8, componentCount: 1 }, 8);
}

/** The code a promise is refused with. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as { code?: string }).code ?? `uncoded: ${error}`;
  }
  return 'not refused';
}
