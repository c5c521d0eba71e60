import type { Clock } from '../../../firmware/device/clock.ts';
import type { CardChannel, CardReader } from '../contract.ts';
import { cardFault } from '../faults.ts';
import { findReader } from './find-reader.ts';
import { PcscChannel } from './pcsc-channel.ts';
import { codedPcscError } from './pcsc-error.ts';
import type { PcscLibrary } from './pcsc-library.ts';
import { loadPcscLibrary } from './pcsc-library.ts';
import { watchPresence } from './presence-watch.ts';

/** Settings of the PC/SC driver: `reader` is part of the reader's name, as `pcsc_scan` shows it; without it the first reader is taken. */
export interface PcscReaderSettings {
  readonly reader?: string;
}

export interface PcscReaderParts {
  readonly clock: Clock;
  /** The binding; only tests hand in their own. */
  readonly library?: () => Promise<PcscLibrary>;
}

/** A card reader reached through the PC/SC daemon. The native binding is loaded at first use, so that a reader on emulated devices needs none. */
export function createPcscReader(
  settings: PcscReaderSettings,
  { clock, library = loadPcscLibrary }: PcscReaderParts,
): CardReader {
  const { reader } = settings;
  return {
    watch: (onChange, signal) => watchPresence({ library, reader, clock, onChange, signal }),
    open: () => open(library, reader),
  };
}

async function open(load: () => Promise<PcscLibrary>, part: string | undefined): Promise<CardChannel> {
  let release = (): void => undefined;
  try {
    const library = await load();
    const context = new library.Context();
    release = () => context.close();
    const handle = findReader(context, part);
    const card = await handle.connect(
      library.SCARD_SHARE_EXCLUSIVE,
      library.SCARD_PROTOCOL_T0 | library.SCARD_PROTOCOL_T1,
    );
    return new PcscChannel(library, context, card, handle.name);
  } catch (error) {
    release();
    const fault = codedPcscError(error);
    throw fault.code === 'CARD_REMOVED' ? cardFault('CARD_ABSENT') : fault; // gone before it was ever open
  }
}
