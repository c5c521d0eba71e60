import type { Board } from '../../drivers/board/contract.ts';
import type { CardReader } from '../../drivers/card/contract.ts';
import { createCardReader } from '../../drivers/card/index.ts';
import type { CheckDoor } from '../check/door.ts';
import type { FaultsBoard } from '../records/faults-board.ts';
import { type Outbox, openOutbox } from '../terminal/outbox.ts';
import type { WaitingTerminal } from '../terminal/pairing/waiting.ts';
import { openBoard } from './board/keep-board.ts';
import type { Clock } from './clock.ts';
import { keyFiles } from './key-files.ts';
import { type OpenLinks, openLinks } from './open-links.ts';
import { openRecords, type Records } from './open-records.ts';
import type { Settings } from './settings.ts';

/** What a reader is made of, open. */
export interface OpenParts {
  readonly records: Records;
  readonly terminal: OpenLinks;
  readonly card: CardReader;
  readonly outbox: Outbox;
  readonly board: Board | undefined;
}

export interface OpeningParts {
  readonly settings: Settings;
  /** Warmed up meanwhile. */
  readonly door: CheckDoor;
  readonly onWaiting: (all: readonly WaitingTerminal[]) => void;
  readonly faults: FaultsBoard;
  readonly clock: Clock;
}

/** Opens all parts at once. When one cannot be opened, its fault is thrown and what did open is closed: it would keep the process up without a reader. */
export async function openParts({ settings, door, onWaiting, faults, clock }: OpeningParts): Promise<OpenParts> {
  const { drivers, device } = settings;
  const opening = [
    openRecords(settings, faults, clock),
    openLinks(settings, faults, clock, onWaiting),
    createCardReader(drivers.card, drivers.desk.socket, clock),
    openOutbox(settings.terminal.outboxFolder, keyFiles(device), clock),
    openBoard(drivers.board, faults, clock),
    door.warmUp(),
  ] as const;
  try {
    const [records, terminal, card, outbox, board] = await Promise.all(opening);
    return { records, terminal, card, outbox, board };
  } catch (error) {
    const [records, terminal] = await Promise.allSettled(opening);
    if (records.status === 'fulfilled') await records.value.close();
    if (terminal.status === 'fulfilled') await terminal.value.close();
    await door.close();
    throw error;
  }
}
