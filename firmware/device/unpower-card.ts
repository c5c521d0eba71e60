import type { CardReader } from '../../drivers/card/contract.ts';
import { CodedError } from '../records/coded-error.ts';
import type { Clock } from './clock.ts';

const retryMs = 50;
const longestMs = 3000;

/**
 * Takes the power from the card that lies there, if one does, by opening and closing it. Never throws.
 * The card service needs a moment to see that a process which held the card has died: until then the card is busy, and is tried again.
 */
export async function unpowerCard(card: CardReader, clock: Clock): Promise<void> {
  for (let waited = 0; waited < longestMs; waited += retryMs) {
    try {
      const channel = await card.open();
      return await channel.close();
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'CARD_BUSY') return; // no card lies there any more
    }
    await clock.sleep(retryMs);
  }
}
