import { EmulatedMicrocontroller } from '../board/emulated/microcontroller.ts';
import type { CardSlot } from '../card/emulated/slot.ts';

/** The default wiring of the settings, as far as the desk moves it. */
const pins = { cardOnBed: 2, caseOpen: 4 } as const;

/** Puts the microcontroller of a reader's board at the serial port `path`: its case is shut, and its bed sensor sees the desk's card. */
export async function serveBoard(slot: CardSlot, path: string): Promise<{ close(): Promise<void> }> {
  const board = new EmulatedMicrocontroller(path);
  board.contact(pins.caseOpen, true);
  board.contact(pins.cardOnBed, slot.state !== 'empty');
  const forget = slot.onChange((state) => board.contact(pins.cardOnBed, state !== 'empty'));
  await board.plugIn();
  return {
    close: async () => {
      forget();
      await board.unplug();
    },
  };
}
