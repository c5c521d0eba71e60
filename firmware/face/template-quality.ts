import type { RecognizerPack } from './pack.ts';
import type { Template } from './template.ts';

/**
 * How well the recognizer made out a face: the cosine to another photo of the same person that photos of its kind reach, as the
 * pack's weights foretell it from the vector's length, the agreement with its mirror image and the detector's score. Says nothing
 * of who it is. Fitted by `kazasu calibrate face`.
 * @param detection score of the found face, 0…1
 */
export function templateQuality(pack: RecognizerPack, { norm, agreement }: Template, detection: number): number {
  const { weights } = pack.quality;
  return weights.base + weights.norm * norm + weights.agreement * agreement + weights.detection * detection;
}
