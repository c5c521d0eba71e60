import { attackKinds } from '../../drivers/face-camera/emulated/attacks/kinds.ts';
import { cueNames, type LivenessCues } from '../../firmware/face/liveness/evidence.ts';
import { doubtful } from './liveness-fit.ts';
import { type PresentationKind, type Presented, presentationKinds } from './presentations.ts';
import { type Figure, shareFigure, type Weights } from './statistics.ts';

/** What became of the presentations of one kind. */
export interface KindFigures {
  readonly kind: PresentationKind;
  readonly presentations: number;
  /** Of which a usable face was seen; the rates below are of these. */
  readonly acquired: number;
  /** Taken for living by their frames alone. */
  readonly atOnce: Figure;
  /** Taken for living at once or after the asked turn of the head: APCER of an attack, 1 − BPCER of the living (ISO/IEC 30107-3). */
  readonly taken: Figure;
}

/** How one cue alone would do, asking as many of the living as all cues together do. */
export interface CueAlone {
  readonly cue: keyof LivenessCues;
  /** Share of each kind of attack taken for living by its frames alone. */
  readonly atOnce: Readonly<Record<string, number>>;
}

export interface AttackFigures {
  readonly kinds: readonly KindFigures[];
  /** Share of the living who are not taken for living in the end. */
  readonly bpcer: Figure;
  /** Share of the living who are asked to turn the head. */
  readonly asked: Figure;
  readonly alone: readonly CueAlone[];
}

/** Rates of presentations, each with its interval by resampling people. */
export function attackFigures(presented: readonly Presented[], resamplings: readonly Weights[]): AttackFigures {
  const acquired = presented.filter(({ outcome }) => outcome !== 'not-acquired');
  const share = (of: readonly Presented[], is: (one: Presented) => boolean) =>
    shareFigure(
      of.map((one) => ({ person: one.person, is: is(one) })),
      resamplings,
    );
  const kinds = presentationKinds.map((kind): KindFigures => {
    const own = acquired.filter((one) => one.kind === kind);
    return {
      kind,
      presentations: presented.filter((one) => one.kind === kind).length,
      acquired: own.length,
      atOnce: share(own, ({ outcome }) => outcome === 'at-once'),
      taken: share(own, ({ outcome }) => outcome !== 'refused'),
    };
  });
  const living = acquired.filter(({ kind }) => kind === 'living');
  const asked = share(living, ({ outcome }) => outcome !== 'at-once');
  const alone = cueNames.map((cue) => cueAlone(cue, acquired, asked.value));
  return { kinds, asked, bpcer: share(living, ({ outcome }) => outcome === 'refused'), alone };
}

function cueAlone(cue: keyof LivenessCues, acquired: readonly Presented[], asked: number): CueAlone {
  const scores = (kind: PresentationKind) =>
    acquired.flatMap((one) => (one.kind === kind && one.cues ? [-doubtful[cue] * one.cues[cue]] : []));
  const living = scores('living').sort((a, b) => a - b);
  const least = living[Math.floor(asked * living.length)] ?? 0;
  const atOnce = attackKinds.map((kind) => {
    const own = scores(kind);
    return [kind, own.filter((score) => score >= least).length / own.length] as const;
  });
  return { cue, atOnce: Object.fromEntries(atOnce) };
}
