import { chipPhotoDecoder, type DecodeChipPhoto } from './chip-photo.ts';
import { type DetectFaces, faceDetector } from './detect.ts';
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
    const decodeChipPhoto = await chipPhotoDecoder();
    return {
      pack,
      decodeChipPhoto,
      detect,
      landmarks,
      align: (picture, landmarks) => alignFace(pack, picture, landmarks),
      embed: (aligned) => embed(recognizer, pack, aligned),
      forget,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
