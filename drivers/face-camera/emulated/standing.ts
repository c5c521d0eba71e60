import type { Random } from '../../camera/emulated/random.ts';
import { prepareAttack } from './attacks/catalogue.ts';
import type { AttackKind } from './attacks/kinds.ts';
import { type FacePlace, usualFace } from './face-place.ts';
import type { Light } from './light.ts';
import { livingPerson } from './living-person.ts';
import type { Presentation } from './presentation.ts';

/** What is before the face camera. */
export interface Shown {
  readonly kind: 'living' | AttackKind;
  /** Whose portrait it is, JPEG or PNG, upright. */
  readonly portrait: Buffer;
  /** Where the face is in the portrait; by default as in a head-and-shoulders portrait. */
  readonly face?: FacePlace;
}

/**
 * Whoever stands before the camera, or what is held up: cut out, printed or put on a screen once, then drawn for each frame. A camera that is started anew
 * finds the same one there.
 */
export class Standing {
  readonly #random: Random;
  readonly #distanceCm: number | undefined;
  #last: { readonly shown: Shown; readonly light: Light; readonly presentation: Promise<Presentation> } | undefined;

  /** @param distanceCm how far off a living person stands, 50 cm by default; attacks are held where they show a face of usual size */
  constructor(random: Random, distanceCm?: number) {
    this.#random = random;
    this.#distanceCm = distanceCm;
  }

  /**
   * @param shown another object is another presentation
   * @throws PICTURE_UNREADABLE when the portrait is no picture
   */
  presentation(shown: Shown, light: Light): Promise<Presentation> {
    if (this.#last?.shown !== shown || this.#last.light !== light) {
      this.#last = { shown, light, presentation: this.#prepare(shown, light) };
    }
    return this.#last.presentation;
  }

  #prepare({ kind, portrait, face = usualFace }: Shown, light: Light): Promise<Presentation> {
    const subject = { portrait, face, random: this.#random };
    return kind === 'living' ? livingPerson(subject, light, this.#distanceCm) : prepareAttack(kind, subject);
  }
}
