import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { bootClock } from '../../crypto/boot-clock.ts';
import { systemFiles as files } from '../../crypto/durable-files.ts';
import { FacilityPassword } from '../../crypto/facility-password.ts';
import { closeToOthers } from '../../crypto/undumpable.ts';
import { CheckDoor } from '../check/door.ts';
import type { DeviceState } from '../check/messages.ts';
import { demandPack } from '../check/recognizer-pack.ts';
import { recentEvents } from '../panel/recent-events.ts';
import { StaffDesk } from '../panel/staff-desk.ts';
import { ErrorNotes } from '../records/error-notes.ts';
import { faultsBoard } from '../records/faults-board.ts';
import { delivery } from '../terminal/deliver.ts';
import type { WaitingTerminal } from '../terminal/pairing/waiting.ts';
import { answerTerminals } from './answer-terminals.ts';
import { BedSensor } from './board/bed-sensor.ts';
import { keepBoard } from './board/keep-board.ts';
import { checkOptions } from './check-options.ts';
import { demandTimes } from './daily-restart.ts';
import { demandRealDevices } from './demand-real-devices.ts';
import { exportOwnRecords } from './export-own-records.ts';
import { projectHome } from './home.ts';
import { keepLog } from './keep-log.ts';
import { keepWatch } from './keep-watch.ts';
import { resetIfAsked } from './life/factory-reset.ts';
import { demandInService } from './life/life.ts';
import { openPage } from './open-page.ts';
import { openParts } from './open-parts.ts';
import { Reader } from './reader.ts';
import { recordIncidents } from './record-incidents.ts';
import { recordsPieces } from './records-pieces.ts';
import { RefusalMemory } from './refusal-memory.ts';
import { type RestartReason, restartBell } from './restart-bell.ts';
import { loadSettings, type PartialSettings } from './settings.ts';
import { showFaults } from './show-faults.ts';
import { openStaffWork } from './staff/open-staff-work.ts';
import { systemClock as clock } from './system-clock.ts';
import { toldEarly } from './told-early.ts';
import { troubleTeller } from './trouble.ts';
import { keepUpdates } from './update/keep-updates.ts';
import { raucMachine } from './update/rauc-machine.ts';
import { watchFaults } from './watch-faults.ts';
import { watchPassword } from './watch-password.ts';

/** False in the production bundle, which holds no emulated device. Set by the bundler. */
declare const EMULATED_DEVICES: boolean;

/** A reader that runs: where its panel and its terminal protocol are, and how to stop it. */
export interface RunningReader {
  readonly panel: string;
  readonly mqtt: string;
  /** Done when a terminal, the schedule, staff, the reset key or an installed update asks for a restart; says which. */
  readonly restartAsked: Promise<RestartReason>;
  /** Starts the machine anew, soon. */
  restartMachine(): void;
  close(reason: string): Promise<void>;
}

/**
 * Makes the reader out of its settings and starts it; done when a card may be laid. Check process and page lie beside its bundle.
 * Throws the faults of the settings and of the recognizer pack, and of what cannot be opened: panel, terminal link, operation log.
 */
export async function startReader(settingsFile: string, overrides?: PartialSettings): Promise<RunningReader> {
  closeToOthers();
  const home = projectHome();
  const settings = await loadSettings(settingsFile, overrides);
  const { profile } = settings.reader;
  demandTimes(settings.schedule.restart);
  if (!EMULATED_DEVICES) demandRealDevices(settings.drivers);
  await demandInService(settings.device.folder, files);
  const wasReset = await resetIfAsked(settings, files);
  await demandPack({ ...settings.check, models: join(home, 'models') });

  const diagnostics = pino({ name: 'kazasu', level: 'warn' }, pino.destination(2));
  const version = versionOf(home);
  const faults = faultsBoard();
  const { page, choices, origins } = await openPage(settings, diagnostics);
  const [devices, pairing] = [toldEarly<DeviceState>(), toldEarly<readonly WaitingTerminal[]>()];
  const checks = checkOptions(settings, home, origins, { faults, onDevice: devices.tell });
  const door = new CheckDoor(checks);
  const opening = openParts({ settings, door, onWaiting: pairing.tell, faults, clock });
  const { records, terminal, card, outbox, board } = await opening.catch(async (error: unknown) => {
    await page.close();
    throw error;
  });

  const notes = new ErrorNotes(records.errors);
  const onTrouble = troubleTeller(diagnostics, notes);
  const passwordFolder = settings.facility.passwordFolder;
  const password = new FacilityPassword({ folder: passwordFolder, files, clock, now: bootClock });
  const bed = new BedSensor(clock, faults);
  const reader = new Reader({
    house: { profile, signsWithoutPin: settings.trust.pinless.implementation !== 'none', facilityPassword: false },
    timeouts: settings.timeouts,
    card: board ? bed.with(card) : card,
    door,
    refusals: new RefusalMemory(randomBytes(32), clock),
    clock,
    newSession: randomUUID,
    drawMemoryScan: () => randomInt(100) < settings.check.memoryScanPercent,
  });

  reader.listen({ onCheckFailed: (code, detail) => diagnostics.warn({ code, detail }, 'the check failed') });
  const delivering = delivery({ ways: terminal.ways, outbox, clock, newId: randomUUID, onTrouble });
  const log = keepLog(reader, faults, records, notes, delivering.kept);
  const { incidents, incidentFolder } = settings.records;
  if (incidents) recordIncidents(reader, faults, { folder: incidentFolder, version, files, clock, onTrouble });
  watchFaults(reader, faults);
  if (profile === 'standard') showFaults(reader, faults);
  // A disk that is full keeps no patient waiting: it is a fault, and what is lost is told later.
  await records.operations.append({ kind: 'reader-started', fields: { version, profile } }).catch(onTrouble);
  if (wasReset) await records.operations.append({ kind: 'factory-reset', fields: {} }).catch(onTrouble);
  await Promise.all([records.operations, records.errors].map((book) => book.seal('start').catch(onTrouble)));

  const stop = new AbortController();
  const { signal } = stop;
  const bell = restartBell();
  keepWatch({ settings, reader, records, notes, faults, bell, clock, signal });
  devices.hear((state) => reader.hearDevice(state));
  const keeping = keepBoard({
    board,
    bed,
    reader,
    faults,
    settings,
    files,
    record: (entry) => records.operations.append(entry),
    note: (error, part) => notes.note(error, part),
    restart: () => bell.ring('FACTORY_RESET'),
    clock,
    onTrouble,
    signal,
  });
  const machine = raucMachine(process.env.RUNTIME_DIRECTORY);
  const at = () => reader.view.state.at;
  const updates = keepUpdates({ machine, at, faults, clock, restart: () => bell.ring('UPDATE_RESTART'), signal });
  reader.listen({ onView: updates.moved });
  const update = updates.begin;
  const pieces = recordsPieces((out) => exportOwnRecords(settings, out, clock.wall()));
  answerTerminals({
    settings,
    version,
    reader,
    terminal,
    delivery: delivering,
    faults,
    bell,
    pieces,
    update,
    clock,
    onTrouble,
  });

  await watchPassword(password, reader, faults, onTrouble);
  let waiting: readonly WaitingTerminal[] = [];
  pairing.hear((all) => {
    waiting = all;
    reader.showPairing(all[0]);
  });
  const events = recentEvents(reader, faults, clock);
  const staff = { settings, home, version, reader, door, checks, page, choices, faults, events, clock };
  const desk = new StaffDesk({
    password,
    work: openStaffWork({ ...staff, waiting: () => waiting, restart: (reason) => bell.ring(reason) }),
    onPasswordSet: () => reader.allowStaff(true),
    record: (fields) => records.operations.append({ kind: 'staff-act', fields }).catch(onTrouble),
    newToken: () => randomBytes(32).toString('hex'),
    now: () => clock.monotonic(),
  });
  page.show(reader, password, desk);
  reader.start();

  return {
    panel: origins[0] ?? '',
    mqtt: terminal.mqtt,
    restartAsked: bell.asked,
    restartMachine: () => machine?.restart(),
    close: async (reason) => {
      await reader.close();
      await delivering.close();
      await log.settled();
      await Promise.all([page.close(), terminal.close()]);
      await pieces.close();
      stop.abort();
      await keeping;
      await records.operations.append({ kind: 'reader-stopped', fields: { reason } }).catch(onTrouble);
      await records.close();
    },
  };
}

const versionOf = (home: string): string => JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
