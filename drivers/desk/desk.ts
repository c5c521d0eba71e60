import { readFile } from 'node:fs/promises';
import type { Clock } from '../../firmware/device/clock.ts';
import type { Behaviours } from '../card/emulated/behaviours.ts';
import { EmulatedCard } from '../card/emulated/card.ts';
import { readCardFile, writeCardFile } from '../card/emulated/card-file.ts';
import { CardSlot } from '../card/emulated/slot.ts';
import { drawCardFace } from '../card-camera/emulated/draw-card-face.ts';
import { layScene, type Scene } from '../card-camera/emulated/lay-scene.ts';
import { type AttackKind, attackKinds } from '../face-camera/emulated/attacks/kinds.ts';
import type { Light } from '../face-camera/emulated/light.ts';
import type { Shown } from '../face-camera/emulated/presentation-view.ts';
import { facePlaceBeside } from './face-place-file.ts';
import { deskFault } from './faults.ts';

/** How a card is laid. */
export interface Laying {
  /** Added to the behaviours in the card's file. */
  readonly behaviours?: Behaviours;
  /** Write the counters back to the file, as a real card keeps them. */
  readonly keep?: boolean;
}

/** A card laid with care under a good lamp. */
const withCare = { rotation: 0.5, shift: 1, 'uneven-light': 1, noise: 1 } as const;

const laidByHand = (card: Buffer | undefined): Promise<Scene> =>
  layScene({ card, disturbances: withCare, random: Math.random });

/** An empty desk, ready to lay cards on. */
export const setUpDesk = async (clock: Clock): Promise<Desk> => new Desk(clock, await laidByHand(undefined));

/** The emulated counter: what lies on the card bed and who stands before the face camera. A world outside the reader. */
export class Desk {
  readonly slot: CardSlot;
  /** What the card camera sees: laid as soon as the card is, so that its first picture waits for nothing. */
  scene: Scene;
  readonly #emptyBed: Scene;
  /** What is before the face camera: somebody, or a picture of somebody that is held up. */
  shown: Shown | undefined;
  /** Where it is turned to, −1…1; see `Presentation`. */
  turn = 0;
  /** What light the person stands in. */
  light: Light = 'usual';
  #saving: Promise<void> = Promise.resolve();

  /** Use `setUpDesk`. */
  constructor(clock: Clock, emptyBed: Scene) {
    this.slot = new CardSlot({ clock });
    this.#emptyBed = emptyBed;
    this.scene = emptyBed;
  }

  /** Lays the card of a file. Throws the faults of `readCardFile`. */
  async lay(file: string, { behaviours, keep = false }: Laying = {}): Promise<void> {
    const content = await readCardFile(file);
    const scene = await laidByHand(await drawCardFace(content.printed));
    const save = () => {
      this.#saving = this.#saving.then(() => writeCardFile(file, content));
    };
    this.scene = scene;
    this.slot.lay(new EmulatedCard(content, keep ? { onChange: save } : {}), behaviours);
  }

  /** Takes the card away; resolves when its counters are kept. */
  async take(): Promise<void> {
    this.slot.take();
    this.scene = this.#emptyBed;
    await this.#saving;
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
    this.turn = turn;
  }

  async #show(kind: Shown['kind'], file: string | undefined): Promise<void> {
    const shown =
      file === undefined ? undefined : { kind, portrait: await readFile(file), face: await facePlaceBeside(file) };
    this.shown = shown;
    this.turn = 0;
  }
}
