import type { FoundFace } from './detect.ts';
import type { FaceEngine } from './engine.ts';
import type { FaceHint } from './faults.ts';
import type { LivenessCues } from './liveness/evidence.ts';
import { measureFace } from './measured-face.ts';
import type { Picture } from './picture.ts';
import { hintOfFace, hintOfScene, hintOfWeakFace, type QualityRules } from './quality.ts';
import type { Template } from './template.ts';
import { templateQuality } from './template-quality.ts';

/** What one picture of the face camera gave: a usable face, or what the person should do. */
export type Look =
  | { readonly hint: FaceHint; readonly seen?: SeenFace }
  | {
      readonly hint: undefined;
      readonly seen: SeenFace;
      readonly template: Template;
      readonly quality: number;
      /** Undefined when the pack brings no liveness. */
      readonly cues: LivenessCues | undefined;
    };

/** The one face of a picture, usable or not. */
export interface SeenFace {
  readonly face: FoundFace;
  /** See `Pose`. */
  readonly turn: number;
  /** See `Appearance`. */
  readonly light: number;
  readonly burnt: number;
}

/**
 * Looks for one usable face in a picture of the face camera. Cheap questions first: a frame that cannot be used never
 * reaches the recognizer. The caller zeroes the template and the picture; everything in between is zeroed here.
 */
export async function lookAtFrame(engine: FaceEngine, picture: Picture, rules: QualityRules): Promise<Look> {
  const faces = await engine.detect(picture);
  const scene = hintOfScene(picture, faces, rules);
  const face = faces[0];
  if (scene || !face) return { hint: scene ?? 'FACE_NONE' };
  const landmarks = await engine.landmarks(picture, face);
  let aligned: Uint8Array | undefined;
  try {
    aligned = engine.align(picture, landmarks);
    const size = engine.pack.models.feature.input.width;
    const measured = measureFace(face, landmarks, aligned, size);
    const { light, burnt } = measured.appearance;
    const seen: SeenFace = { face, turn: measured.pose.turn, light, burnt };
    const hint = hintOfFace(picture, measured, rules);
    if (hint) return { hint, seen };
    const template = await engine.embed(aligned);
    const quality = templateQuality(engine.pack, template, face.score);
    if (quality >= engine.pack.quality.least) {
      return { hint: undefined, seen, template, quality, cues: await engine.cues?.(picture, face) };
    }
    template.values.fill(0);
    return { hint: hintOfWeakFace(picture, measured, rules), seen };
  } finally {
    landmarks.fill(0);
    aligned?.fill(0);
  }
}
