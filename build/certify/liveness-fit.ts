import type { LivenessCues } from '../../firmware/face/liveness/evidence.ts';
import type { RecognizerPack } from '../../firmware/face/pack.ts';
import { leastSquares } from './least-squares.ts';
import type { Presented } from './presentations.ts';

type Weights = NonNullable<RecognizerPack['liveness']>['weights'];

/**
 * Fits the weights of the liveness cues by least squares of living (1) against attacks (−1), each kind of attack and the living
 * counting alike, and sets the base where the share `asked` of the living falls under 0.
 */
export function fitLiveness(presented: readonly Presented[], asked: number): Weights {
  const seen = presented.flatMap(({ kind, cues }) => (cues ? [{ kind, cues }] : []));
  const attacks = seen.filter(({ kind }) => kind !== 'living');
  const living = seen.filter(({ kind }) => kind === 'living');
  // As many of the living as of all attacks together, so that neither side draws the line to itself.
  const often = Math.max(1, Math.round(attacks.length / Math.max(1, living.length)));
  const rows = [...attacks, ...Array.from({ length: often }, () => living).flat()].map(({ kind, cues }) => ({
    x: [1, ...featuresOf(cues)],
    y: kind === 'living' ? 1 : -1,
  }));
  const [, model = 0, border = 0, pattern = 0] = leastSquares(rows);
  const scores = living
    .map(({ cues }) => model * cues.model + border * cues.border + pattern * cues.pattern)
    .sort((a, b) => a - b);
  return { base: -(scores[Math.floor(asked * scores.length)] ?? 0), model, border, pattern };
}

const featuresOf = ({ model, border, pattern }: LivenessCues): number[] => [model, border, pattern];
