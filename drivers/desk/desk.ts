import { readFile } from 'node:fs/promises';
import type { Clock } from '../../firmware/device/clock.ts';
import type { Behaviours } from '../card/emulated/behaviours.ts';
import { EmulatedCard } from '../card/emulated/card.ts';
import { readCardFile, writeCardFile } from '../card/emulated/card-file.ts';
import { CardSlot } from '../card/emulated/slot.ts';
import { type AttackKind, attackKinds } from '../face-camera/emulated/attacks/kinds.ts';
import type { Shown } from '../face-camera/emulated/standing.ts';
import type { DeskCameras } from './cameras.ts';
import { facePlaceBeside } from './face-place-file.ts';
import { deskFault } from './faults.ts';

/** How a card is laid. */
export interface Laying {
  /** Added to the behaviours in the card's file. */
  readonly behaviours?: Behaviours;
  /** Write the counters back to the file, as a real card keeps them. */
  readonly keep?: boolean;
  /** Its printed face is not drawn: no camera looks at it. */
  readonly unseen?: boolean;
}

/** The emulated counter: what lies on the card bed and who stands before the face camera. A world outside the reader. */
export class Desk {
  readonly slot: CardSlot;
  readonly cameras: DeskCameras;
  #saving: Promise<void> = Promise.resolve();
  /** One hand at the card bed at a time. */
  #atBed: Promise<void> = Promise.resolve();

  constructor(clock: Clock, cameras: DeskCameras) {
    this.slot = new CardSlot({ clock });
    this.cameras = cameras;
  }

  /** Lays the card of a file, once all that was asked before is done. Throws the faults of `readCardFile`. */
  lay(file: string, { behaviours, keep = false, unseen = false }: Laying = {}): Promise<void> {
    return this.#inTurn(async () => {
      const content = await readCardFile(file);
      if (!unseen) await this.cameras.lay(content.printed);
      const save = () => {
        this.#saving = this.#saving.then(() => writeCardFile(file, content));
      };
      this.slot.lay(new EmulatedCard(content, keep ? { onChange: save } : {}), behaviours);
    });
  }

  /** Takes the card away, once all that was asked before is done; resolves when its counters are kept. */
  take(): Promise<void> {
    return this.#inTurn(async () => {
      this.slot.take();
      await this.cameras.lay(undefined);
      await this.#saving;
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#atBed.then(work);
    this.#atBed = done.catch(() => undefined);
    return done;
  }

  /** Puts the person of a picture before the face camera; nobody when undefined. */
  async stand(file: string | undefined): Promise<void> {
    await this.#show('living', file);
  }

  /** Holds an attack with the person of a picture before the face camera. Throws `DESK_ATTACK_UNKNOWN`. */
  async hold(attack: AttackKind, file: string): Promise<void> {
    if (!attackKinds.includes(attack)) throw deskFault('DESK_ATTACK_UNKNOWN', String(attack));
    await this.#show(attack, file);
  }

  /** Has the one before the face camera turn, −1…1: a person the head, an attack what is held. Throws `DESK_TURN_UNKNOWN`. */
  turnTo(turn: number): void {
    if (typeof turn !== 'number' || !(Math.abs(turn) <= 1)) throw deskFault('DESK_TURN_UNKNOWN', String(turn));
    this.cameras.turnTo(turn);
  }

  async #show(kind: Shown['kind'], file: string | undefined): Promise<void> {
    this.cameras.show(
      file === undefined ? undefined : { kind, portrait: await readFile(file), face: await facePlaceBeside(file) },
    );
  }
}
