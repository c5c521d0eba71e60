import type { Behaviours } from '../../drivers/card/emulated/behaviours.ts';
import { EmulatedCard } from '../../drivers/card/emulated/card.ts';
import type { CardFile } from '../../drivers/card/emulated/card-file.ts';
import { CardSlot } from '../../drivers/card/emulated/slot.ts';
import { serveToPcscd } from '../../drivers/card/emulated/vpcd.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';

/** What a test tells the process that is the card. */
export type CardMessage = { readonly lay: CardFile; readonly behaviours: Behaviours } | 'take';

const slot = new CardSlot({ clock: systemClock });
const stop = new AbortController();
process.on('message', (message: CardMessage) => {
  if (message === 'take') slot.take();
  else slot.lay(new EmulatedCard(message.lay), message.behaviours);
});
process.on('disconnect', () => stop.abort());
if (!process.connected) stop.abort(); // the test was over before this process was up
await serveToPcscd({ slot, clock: systemClock, signal: stop.signal });
