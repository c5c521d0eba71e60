import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { loadTrustStore } from '../../crypto/trust-store.ts';
import type { CardChannel } from '../../drivers/card/contract.ts';
import type { Behaviours } from '../../drivers/card/emulated/behaviours.ts';
import { EmulatedCard } from '../../drivers/card/emulated/card.ts';
import type { MakeCardOptions } from '../../drivers/card/emulated/maker.ts';
import { makeCard } from '../../drivers/card/emulated/maker.ts';
import { CardSlot } from '../../drivers/card/emulated/slot.ts';
import { makeTestAuthority, writeTrustStore } from '../../drivers/card/emulated/test-authority.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';

/** One authority for a whole test file, and a portrait of nobody. */
export const authority = await makeTestAuthority({ now: Date.now() });
const grain = { type: 'gaussian', mean: 128, sigma: 60 } as const;
const portrait = await sharp({ create: { width: 480, height: 640, channels: 3, background: '#888', noise: grain } })
  .blur(1.5)
  .jpeg()
  .toBuffer();

/** The trust store of that authority, through its files. */
export async function trustStore() {
  const folder = await mkdtemp(join(tmpdir(), 'trust-'));
  await writeTrustStore(folder, authority);
  return loadTrustStore(folder).finally(() => rm(folder, { recursive: true }));
}

/** A card of a fictional person, with what the test wishes. */
export async function newCard(wishes: Partial<MakeCardOptions> = {}): Promise<EmulatedCard> {
  const person = {
    name: '番号　花子',
    address: '東京都千代田区霞が関１－２－３',
    sex: 'female',
    birth: '1980-02-17',
  } as const;
  return new EmulatedCard(await makeCard({ authority, portrait, ...person, ...wishes }));
}

/** A slot with the card laid in it, and an open channel to it in this process. */
export function laid(card: EmulatedCard, behaviours: Behaviours = {}): { slot: CardSlot; channel: CardChannel } {
  const slot = new CardSlot({ clock: systemClock });
  slot.lay(card, behaviours);
  slot.powerOn();
  return { slot, channel: { transmit: (command) => slot.transmit(command), close: async () => slot.powerOff() } };
}
