import { randomBytes } from 'node:crypto';
import type { Files } from '../../../crypto/durable-files.ts';
import type { Board, BoardSensors } from '../../../drivers/board/contract.ts';
import { type BoardDriverSettings, createBoard } from '../../../drivers/board/index.ts';
import { CodedError } from '../../records/coded-error.ts';
import { type FaultsBoard, standingFault } from '../../records/faults-board.ts';
import type { OperationEntry } from '../../records/operation-log.ts';
import type { Clock } from '../clock.ts';
import { askFactoryReset } from '../life/factory-reset.ts';
import type { Reader } from '../reader.ts';
import type { Settings } from '../settings.ts';
import { attachBoard } from './attach-board.ts';
import type { BedSensor } from './bed-sensor.ts';
import { ResetKey } from './reset-key.ts';
import { CaseWatch } from './watch-case.ts';

/** The board that the settings choose; one that cannot be made is a fault, and the reader goes on without it. */
export async function openBoard(
  settings: BoardDriverSettings,
  faults: FaultsBoard,
  clock: Clock,
): Promise<Board | undefined> {
  try {
    return await createBoard(settings, clock);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    faults.raise(standingFault(error, 'board'));
    return undefined;
  }
}

export interface KeptBoard {
  readonly board: Board | undefined;
  readonly bed: BedSensor;
  readonly reader: Reader;
  readonly faults: FaultsBoard;
  readonly settings: Pick<Settings, 'device' | 'drivers' | 'check'>;
  readonly files: Files;
  /** Into the operation log. */
  readonly record: (entry: OperationEntry) => Promise<unknown>;
  /** Into the error log. */
  readonly note: (error: { readonly code: string }, part: string) => void;
  readonly restart: () => void;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Lets the board serve the reader, and its sensors speak to bed, case and reset key; done when the signal has ended all. */
export async function keepBoard(kept: KeptBoard): Promise<void> {
  const { board, bed, reader, faults, settings, files, record, note, restart, clock, onTrouble, signal } = kept;
  const { folder, tamper } = settings.device;
  const newId = () => randomBytes(8).toString('hex');
  // A case that was opened is remembered though the board is gone.
  const lid = new CaseWatch({ folder, files, reader, faults, checks: tamper.checks, record, newId, clock, onTrouble });
  const resetKey = new ResetKey(clock, () => {
    askFactoryReset(folder, files).then(restart, onTrouble);
  });
  const onSensors = (sensors: BoardSensors) => {
    bed.sense(sensors.cardOnBed ?? false);
    lid.sense(sensors.caseOpen ?? false);
    resetKey.sense(sensors);
  };
  const shown = { ...settings.drivers.board, ...settings.check };
  await Promise.all([
    lid.watch(signal),
    board && attachBoard({ board, reader, faults, settings: shown, onSensors, note, signal }),
  ]);
  resetKey.end();
}
