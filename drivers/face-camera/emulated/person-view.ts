import type { Frame } from '../../camera/contract.ts';
import type { FacePlace } from './face-place.ts';
import { type PresentationViewOptions, presentationView } from './presentation-view.ts';
import type { Shown } from './standing.ts';

/** What an emulated face camera is given that sees living people only. */
export interface PersonViewOptions extends Omit<PresentationViewOptions, 'shown'> {
  /** Whose portrait (JPEG or PNG, upright) stands there now, or nobody. Asked for each frame; another buffer is another person. */
  readonly person: () => Buffer | undefined;
  /** Where the face is in the portrait; by default as in a head-and-shoulders portrait. */
  readonly face?: FacePlace;
}

/** What the face camera sees of people who come and go; see `presentationView`. */
export function personView({ person, face, ...options }: PersonViewOptions): AsyncGenerator<Frame> {
  let shown: Shown | undefined;
  return presentationView({
    ...options,
    shown: () => {
      const portrait = person();
      if (portrait !== shown?.portrait) shown = portrait && { kind: 'living', portrait, ...(face ? { face } : {}) };
      return shown;
    },
  });
}
