import { chipPhotoDecoder, type DecodeChipPhoto } from './chip-photo.ts';
import { type DetectFaces, faceDetector } from './detect.ts';
import { faceFault } from './faults.ts';
import { type FindLandmarks, type Landmarks, landmarkFinder } from './landmarks.ts';
import { loadModel, type Model } from './model.ts';
import type { RecognizerPack } from './pack.ts';
import { forbidPictureCache, type Picture } from './picture.ts';
import { alignFace, embed, type Template } from './template.ts';

/** The recognizer, loaded. Holds nothing of a person between calls. */
export interface FaceEngine {
  readonly pack: RecognizerPack;
  readonly decodeChipPhoto: DecodeChipPhoto;
  readonly detect: DetectFaces;
  readonly landmarks: FindLandmarks;
  /** The face cut out upright, RGB, at the recognizer's size. The caller zeroes it. */
  align(picture: Picture, landmarks: Landmarks): Uint8Array;
  /** The template of an aligned face. The caller zeroes it. */
  embed(aligned: Uint8Array): Promise<Template>;
  /** Overwrites what the last face left in the models' own memory. */
  forget(): Promise<void>;
  /** Forgets, then gives the models' memory back. */
  close(): Promise<void>;
}

/**
 * Loads the pack's models from `modelFolder`, each checked by its SHA-256, on `threads` threads each.
 * Throws FACE_MODEL_MISSING, FACE_MODEL_MISMATCH, FACE_MODEL_UNUSABLE.
 */
export async function loadFaceEngine({
  pack,
  modelFolder,
  threads,
}: {
  pack: RecognizerPack;
  modelFolder: string;
  threads: number;
}): Promise<FaceEngine> {
  forbidPictureCache(threads);
  const loaded: Model[] = [];
  const load = async (which: keyof RecognizerPack['models']): Promise<Model> => {
    const model = await loadModel(modelFolder, pack.models[which], threads);
    loaded.push(model);
    return model;
  };
  const forget = async () => {
    for (const model of loaded) await model.forget();
  };
  const close = async () => {
    await forget();
    for (const model of loaded) await model.close();
  };
  try {
    const detect = faceDetector(await load('detect'), pack);
    const landmarks = landmarkFinder(await load('landmarks'), pack);
    const recognizer = await load('feature');
    if (recognizer.outputLength !== pack.template.length) {
      throw faceFault('FACE_MODEL_UNUSABLE', `${pack.models.feature.file}: templates of ${recognizer.outputLength}`);
    }
    const decodeChipPhoto = await chipPhotoDecoder();
    const engine: FaceEngine = {
      pack,
      decodeChipPhoto,
      detect,
      landmarks,
      align: (picture, landmarks) => alignFace(pack, picture, landmarks),
      embed: (aligned) => embed(recognizer, pack, aligned),
      forget,
      close,
    };
    await rehearse(engine);
    return engine;
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Sends an empty picture through all steps: the first run of each costs several times the next, and no patient shall
 * wait for it.
 */
async function rehearse(engine: FaceEngine): Promise<void> {
  const picture: Picture = { width: 640, height: 480, rgb: new Uint8Array(640 * 480 * 3) };
  for (let round = 0; round < 3; round++) {
    await engine.detect(picture);
    const landmarks = await engine.landmarks(picture, { x: 250, y: 150, width: 130, height: 160 });
    await engine.embed(engine.align(picture, landmarks));
  }
}
