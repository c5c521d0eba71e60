import { chipPhotoDecoder, type DecodeChipPhoto } from './chip-photo.ts';
import { type DetectFaces, faceDetector } from './detect.ts';
import { faceFault } from './faults.ts';
import { type FindLandmarks, type Landmarks, landmarkFinder } from './landmarks.ts';
import type { LivenessCues } from './liveness/evidence.ts';
import { livenessScorer } from './liveness/model-score.ts';
import { periodicPattern } from './liveness/periodic-pattern.ts';
import { straightBorder } from './liveness/straight-border.ts';
import { loadModel, type Model } from './model.ts';
import type { PackModel, RecognizerPack } from './pack.ts';
import { forbidPictureCache, type Picture } from './picture.ts';
import { rehearse } from './rehearsal.ts';
import type { Box } from './resample.ts';
import { alignFace, embed, type Recognizer, type Template } from './template.ts';

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
  /** What one frame says about whether a living person stands there; undefined when the pack brings no liveness. */
  readonly cues: ((picture: Picture, face: Box) => Promise<LivenessCues>) | undefined;
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
  const load = async (named: PackModel): Promise<Model> => {
    const model = await loadModel(modelFolder, named, threads);
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
    const detect = faceDetector(await load(pack.models.detect), pack);
    const landmarks = landmarkFinder(await load(pack.models.landmarks), pack);
    const recognizers: Recognizer[] = [];
    for (const wanted of recognizersOf(pack)) recognizers.push(await loadRecognizer(wanted, load));
    if (
      recognizers.some(
        ({ how }) => how.width !== recognizers[0]?.how.width || how.height !== recognizers[0]?.how.height,
      )
    ) {
      throw faceFault('FACE_MODEL_UNUSABLE', 'the recognizers of a fused pack see cuts of different sizes');
    }
    const cues = pack.liveness && cuesOf(livenessScorer(await load(pack.liveness.model), pack.liveness));
    const decodeChipPhoto = await chipPhotoDecoder();
    const engine: FaceEngine = {
      pack,
      decodeChipPhoto,
      detect,
      landmarks,
      align: (picture, landmarks) => alignFace(pack, picture, landmarks),
      embed: (aligned) => embed(recognizers, aligned),
      cues,
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

type WantedRecognizer = Omit<Recognizer, 'model' | 'how'> & { readonly feature: PackModel };

/** The recognizers of a pack, the first one first. */
function recognizersOf({ models, template, fusedWith }: RecognizerPack): WantedRecognizer[] {
  const first = { feature: models.feature, weight: 1, ...template };
  return fusedWith ? [first, fusedWith] : [first];
}

async function loadRecognizer(
  { feature, length, withMirrorImage, weight }: WantedRecognizer,
  load: (named: PackModel) => Promise<Model>,
): Promise<Recognizer> {
  const model = await load(feature);
  if (model.outputLength !== length) {
    throw faceFault('FACE_MODEL_UNUSABLE', `${feature.file}: templates of ${model.outputLength}`);
  }
  return { model, how: feature.input, length, withMirrorImage, weight };
}

const cuesOf = (score: ReturnType<typeof livenessScorer>) => async (picture: Picture, face: Box) => ({
  model: await score(picture, face),
  border: straightBorder(picture, face),
  ...periodicPattern(picture, face),
});
