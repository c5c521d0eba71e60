import { join } from 'node:path';
import { systemFiles } from '../../../crypto/durable-files.ts';
import type { CheckDoor, DoorOptions } from '../../check/door.ts';
import { chosenAt, type KeptChoices } from '../../panel/facility-choices.ts';
import type { RecentEvent } from '../../panel/recent-events.ts';
import type { PanelServer } from '../../panel/server.ts';
import { partOf, type StaffWork } from '../../panel/staff-report.ts';
import type { FaultsBoard } from '../../records/faults-board.ts';
import { terminalFault } from '../../terminal/faults.ts';
import { type WaitingTerminal, writeDecision } from '../../terminal/pairing/waiting.ts';
import type { Clock } from '../clock.ts';
import { machinePoints } from '../health/machine-points.ts';
import { askFactoryReset } from '../life/factory-reset.ts';
import type { Reader } from '../reader.ts';
import type { RestartReason } from '../restart-bell.ts';
import type { Settings } from '../settings.ts';
import { cameraStates } from '../watch-cameras.ts';
import { exportToPlace } from './export-to-place.ts';
import { lookAtCameras } from './look-at-cameras.ts';
import { selfCheck } from './self-check.ts';
import { staffWork } from './staff-work.ts';

/** False in the production bundle, which holds no emulated device. Set by the bundler. */
declare const EMULATED_DEVICES: boolean;

export interface StaffPlace {
  readonly settings: Settings;
  readonly home: string;
  readonly version: string;
  readonly reader: Reader;
  readonly door: CheckDoor;
  /** How checks are run. */
  readonly checks: DoorOptions;
  readonly page: Pick<PanelServer, 'showAgain' | 'startPagesAnew'>;
  readonly choices: KeptChoices;
  readonly faults: FaultsBoard;
  readonly events: () => readonly RecentEvent[];
  /** The terminals that wait to be paired now. */
  readonly waiting: () => readonly WaitingTerminal[];
  /** Starts the reader anew, soon. */
  readonly restart: (reason: RestartReason) => void;
  readonly clock: Clock;
}

/** All that the staff menu can do, at this reader. */
export function openStaffWork(place: StaffPlace): StaffWork {
  const { settings, home, reader, door, checks, page, choices, faults, waiting, clock } = place;
  const seesFaces = settings.reader.profile === 'standard';
  const cameras = (interrupted: AbortSignal) => lookAtCameras(door, cameraStates(faults), interrupted);
  return staffWork({
    reader,
    report: () => ({
      version: place.version,
      faults: faults.standing().map((fault) => ({ ...fault, of: partOf(fault) })),
      events: place.events(),
      ...chosenAt(settings.panel, choices.now()),
      waiting: waiting(),
    }),
    selfCheck: (interrupted) =>
      selfCheck(
        {
          faults,
          machine: () => machinePoints(settings, join(home, 'models'), clock),
          cameras: seesFaces ? cameras : undefined,
          testCheck: EMULATED_DEVICES
            ? async (signal) => (await import('./test-check.ts')).testCheck(checks, home, signal)
            : undefined,
        },
        interrupted,
      ),
    restarts: {
      'card-reader': () => reader.startCardReaderAnew(),
      cameras: async (interrupted) => {
        await door.renewSpare();
        if (seesFaces) await cameras(interrupted);
      },
      panel: () => page.startPagesAnew(),
      reader: () => place.restart('STAFF_RESTART'),
    },
    choose: async (chosen) => {
      await choices.choose(chosen);
      page.showAgain();
    },
    exportRecords: () => exportToPlace(settings, clock.wall()),
    factoryReset: async () => {
      await askFactoryReset(settings.device.folder, systemFiles);
      place.restart('FACTORY_RESET');
    },
    decide: async (id, decision) => {
      if (!waiting().some((terminal) => terminal.id === id)) throw terminalFault('PAIRING_CODE_UNKNOWN');
      await writeDecision(settings.terminal.pairingFolder, systemFiles, id, decision);
    },
  });
}
