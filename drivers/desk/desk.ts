import { readFile } from 'node:fs/promises';
import type { Clock } from '../../firmware/device/clock.ts';
import type { Behaviours } from '../card/emulated/behaviours.ts';
import { EmulatedCard } from '../card/emulated/card.ts';
import { readCardFile, writeCardFile } from '../card/emulated/card-file.ts';
import { CardSlot } from '../card/emulated/slot.ts';
import { drawCardFace } from '../card-camera/emulated/draw-card-face.ts';

/** How a card is laid. */
export interface Laying {
  /** Added to the behaviours in the card's file. */
  readonly behaviours?: Behaviours;
  /** Write the counters back to the file, as a real card keeps them. */
  readonly keep?: boolean;
}

/** The emulated counter: what lies on the card bed and who stands before the face camera. A world outside the reader. */
export class Desk {
  readonly slot: CardSlot;
  /** The face of the lying card as a PNG, for the card camera. */
  printed: Buffer | undefined;
  /** Who stands there, JPEG or PNG, for the face camera. */
  portrait: Buffer | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.slot = new CardSlot({ clock });
  }

  /** Lays the card of a file. Throws the faults of `readCardFile`. */
  async lay(file: string, { behaviours, keep = false }: Laying = {}): Promise<void> {
    const content = await readCardFile(file);
    const printed = await drawCardFace(content.printed);
    const save = () => {
      this.#saving = this.#saving.then(() => writeCardFile(file, content));
    };
    this.printed = printed;
    this.slot.lay(new EmulatedCard(content, keep ? { onChange: save } : {}), behaviours);
  }

  /** Takes the card away; resolves when its counters are kept. */
  async take(): Promise<void> {
    this.slot.take();
    this.printed = undefined;
    await this.#saving;
  }

  /** Puts the person of a picture before the face camera; nobody when undefined. */
  async stand(file: string | undefined): Promise<void> {
    this.portrait = file === undefined ? undefined : await readFile(file);
  }
}
