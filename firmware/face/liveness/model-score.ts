import type { Model } from '../model.ts';
import type { RecognizerPack } from '../pack.ts';
import type { Picture } from '../picture.ts';
import { writePlanes } from '../planes.ts';
import { type Box, resample } from '../resample.ts';

/** Says how live a face looks to the pack's presentation-attack model: the log-odds of its class 0 against the others. */
export type ScoreLiveness = (picture: Picture, face: Box) => Promise<number>;

/**
 * Makes the scorer. The model sees the face's box grown by the pack's factor about its middle, moved or shrunk where it would
 * reach out of the picture, and answers one logit for each class, live first. Its working memory is kept and zeroed
 * after each use.
 */
export function livenessScorer(model: Model, how: NonNullable<RecognizerPack['liveness']>): ScoreLiveness {
  const { width, height } = how.model.input;
  const cut = new Float32Array(width * height * 3);
  return (picture, face) =>
    model.run(
      (input) => {
        resample(picture, grown(picture, face, how.boxGrown), width, height, cut);
        writePlanes(cut, width, height, how.model.input, input);
        cut.fill(0);
      },
      (logits) => oddsOfFirst(logits ?? new Float32Array()),
    );
}

function grown({ width, height }: Picture, face: Box, factor: number): Box {
  const scale = Math.min(factor, width / face.width, height / face.height);
  const [w, h] = [face.width * scale, face.height * scale];
  const held = (middle: number, size: number, most: number) => Math.min(most - size, Math.max(0, middle - size / 2));
  return {
    x: held(face.x + face.width / 2, w, width),
    y: held(face.y + face.height / 2, h, height),
    width: w,
    height: h,
  };
}

/** ln(p / (1 − p)) of the first class, where p is its softmax. */
function oddsOfFirst([first = 0, ...others]: Float32Array): number {
  const most = Math.max(...others);
  return first - most - Math.log(others.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
}
