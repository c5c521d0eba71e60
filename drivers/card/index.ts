import type { Clock } from '../../firmware/device/clock.ts';
import { codedCardReader } from '../vendor-faults.ts';
import { createByVendor } from '../vendor-module.ts';
import type { CardReader } from './contract.ts';
import { cardFault } from './faults.ts';

/** False in the production bundle, which holds no emulated device. Set by the bundler. */
declare const EMULATED_DEVICES: boolean;

/** From the settings: which driver, and a part of the PC/SC reader's name. */
export interface CardDriverSettings {
  readonly driver: 'emulated' | 'pcsc' | 'module';
  readonly reader?: string;
  /** Path of a vendor's own driver. */
  readonly module?: string;
}

/** The card reader that the settings choose. `desk`: socket of the emulated desk. Throws `CARD_READER_UNAVAILABLE`. */
export async function createCardReader(settings: CardDriverSettings, desk: string, clock: Clock): Promise<CardReader> {
  if (settings.driver === 'pcsc') {
    const { createPcscReader } = await import('./pcsc/pcsc-reader.ts');
    return createPcscReader(settings.reader === undefined ? {} : { reader: settings.reader }, { clock });
  }
  if (settings.driver === 'module') {
    const own = await createByVendor<CardReader>(settings.module, 'card', clock, (detail, cause) =>
      cardFault('CARD_READER_UNAVAILABLE', detail, { cause }),
    );
    return codedCardReader(own);
  }
  if (EMULATED_DEVICES) {
    const { createEmulatedReader } = await import('./emulated/emulated-reader.ts');
    return createEmulatedReader(desk, clock);
  }
  throw cardFault('CARD_READER_UNAVAILABLE', 'this build holds no emulated devices');
}
