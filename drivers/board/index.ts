import type { Clock } from '../../firmware/device/clock.ts';
import { createByVendor } from '../vendor-module.ts';
import type { Board } from './contract.ts';
import { boardFault } from './faults.ts';
import type { Wiring } from './firmata/wiring.ts';

/** From the settings: which driver, and where and how the microcontroller is wired. */
export interface BoardDriverSettings {
  readonly driver: 'none' | 'firmata' | 'module';
  /** Path of a vendor's own driver. */
  readonly module?: string;
  readonly path: string;
  readonly baudRate: number;
  readonly pins: Wiring;
}

/** The board that the settings choose; undefined for a reader without one, which then loads nothing of its packages. */
export async function createBoard(settings: BoardDriverSettings, clock: Clock): Promise<Board | undefined> {
  if (settings.driver === 'none') return undefined;
  if (settings.driver === 'module')
    return createByVendor(settings.module, 'board', clock, (detail, cause) =>
      boardFault('BOARD_LIBRARY_MISSING', detail, { cause }),
    );
  const { FirmataBoard } = await import('./firmata/firmata-board.ts');
  return new FirmataBoard(settings, clock);
}
