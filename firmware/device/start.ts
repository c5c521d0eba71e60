import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { bootClock } from '../../crypto/boot-clock.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { FacilityPassword } from '../../crypto/facility-password.ts';
import { closeToOthers } from '../../crypto/undumpable.ts';
import { createCardReader } from '../../drivers/card/index.ts';
import { CheckDoor, type DoorOptions } from '../check/door.ts';
import type { DeviceState } from '../check/messages.ts';
import { demandPack } from '../check/recognizer-pack.ts';
import { chosenAt, openChoices } from '../panel/facility-choices.ts';
import { panelOrigins } from '../panel/origins.ts';
import { recentEvents } from '../panel/recent-events.ts';
import { PanelServer } from '../panel/server.ts';
import { StaffDesk } from '../panel/staff-desk.ts';
import { ErrorNotes } from '../records/error-notes.ts';
import { type FaultsBoard, faultsBoard, standingFault } from '../records/faults-board.ts';
import { answerOnce } from '../terminal/answer-once.ts';
import { delivery } from '../terminal/deliver.ts';
import { incoming } from '../terminal/messages.ts';
import { openOutbox } from '../terminal/outbox.ts';
import type { WaitingTerminal } from '../terminal/pairing/waiting.ts';
import { openVoice } from '../voice/voice.ts';
import { answering } from './answer-request.ts';
import { BedSensor } from './board/bed-sensor.ts';
import { keepBoard, openBoard } from './board/keep-board.ts';
import { demandTimes, restartDaily } from './daily-restart.ts';
import { demandRealDevices } from './demand-real-devices.ts';
import { projectHome } from './home.ts';
import { keepLog } from './keep-log.ts';
import { keyFiles } from './key-files.ts';
import { resetIfAsked } from './life/factory-reset.ts';
import { demandInService } from './life/life.ts';
import { logPage, recordsOf } from './log-pages.ts';
import { openLinks } from './open-links.ts';
import { openRecords } from './open-records.ts';
import { Reader } from './reader.ts';
import { recordIncidents } from './record-incidents.ts';
import { RefusalMemory } from './refusal-memory.ts';
import { sealDaily } from './seal-daily.ts';
import { serveTerminal } from './serve-terminal.ts';
import { loadSettings, type PartialSettings, type Settings } from './settings.ts';
import { showFaults } from './show-faults.ts';
import { openStaffWork } from './staff/open-staff-work.ts';
import { systemClock } from './system-clock.ts';
import { troubleTeller } from './trouble.ts';
import { keepUpdates } from './update/keep-updates.ts';
import { raucMachine } from './update/rauc-machine.ts';
import { countVisits, japanHour } from './visit-counts.ts';
import { watchCameras } from './watch-cameras.ts';
import { watchClock } from './watch-clock.ts';
import { freeBytes, watchDisk } from './watch-disk.ts';
import { watchFaults } from './watch-faults.ts';
import { watchPassword } from './watch-password.ts';

/** False in the production bundle, which holds no emulated device. Set by the bundler. */
declare const EMULATED_DEVICES: boolean;

/** Why the reader ends, to start anew. */
export type RestartReason =
  | 'TERMINAL_RESTART'
  | 'SCHEDULED_RESTART'
  | 'STAFF_RESTART'
  | 'FACTORY_RESET'
  | 'UPDATE_RESTART';

/** A reader that runs: where its panel and its terminal protocol are, and how to stop it. */
export interface RunningReader {
  readonly panel: string;
  readonly mqtt: string;
  /** Done when a terminal, the schedule, the reset key or an installed update asks for a restart; says which. */
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
  demandTimes(settings.schedule.restart);
  if (!EMULATED_DEVICES) demandRealDevices(settings.drivers);
  await demandInService(settings.device.folder, systemFiles);
  const wasReset = await resetIfAsked(settings, systemFiles);
  await demandPack({ ...settings.check, models: join(home, 'models') });
  const diagnostics = pino({ name: 'kazasu', level: 'warn' }, pino.destination(2));
  const clock = systemClock;

  const { voicePack, ...speech } = settings.panel.speech;
  const { port: wantedPort, ...forPage } = { ...settings.panel, speech };
  const choices = await openChoices(settings.facility.choicesFolder, systemFiles);
  const page = new PanelServer({
    port: wantedPort,
    folder: join(import.meta.dirname, 'page'),
    page: () => {
      const { language, volume } = chosenAt(forPage, choices.now());
      return { ...forPage, language, speech: { ...forPage.speech, volume } };
    },
    voice: await openVoice(voicePack, ({ code, message }) => diagnostics.warn({ code }, message)),
  });
  const origins = panelOrigins(await page.open());
  const [panel = ''] = origins;
  const faults = faultsBoard();
  const foundEarly: DeviceState[] = [];
  let hearDevice = (state: DeviceState): void => void foundEarly.push(state);
  const checks = checksOf(settings, origins, home, faults, (state) => hearDevice(state));
  const door = new CheckDoor(checks);
  let waiting: readonly WaitingTerminal[] = [];
  let showPairing = () => {};
  const opening = [
    openRecords(settings, faults, clock),
    openLinks(settings, faults, clock, (all) => {
      waiting = all;
      showPairing();
    }),
    createCardReader(settings.drivers.card, settings.drivers.desk.socket, clock),
    openOutbox(settings.terminal.outboxFolder, keyFiles(settings.device), clock),
    openBoard(settings.drivers.board, faults, clock),
    door.warmUp(),
  ] as const;
  const [records, terminal, card, outbox, board] = await Promise.all(opening).catch(async (error: unknown) => {
    // What did open must not stay: it would keep the process up without a reader.
    const [opened, links] = await Promise.allSettled(opening);
    if (opened.status === 'fulfilled') await opened.value.close();
    if (links.status === 'fulfilled') await links.value.close();
    await Promise.all([page.close(), door.close()]);
    throw error;
  });

  const notes = new ErrorNotes(records.errors);
  const onTrouble = troubleTeller(diagnostics, notes);
  const { profile } = settings.reader;
  const refusals = new RefusalMemory(randomBytes(32), clock);
  const signsWithoutPin = settings.trust.pinless.implementation !== 'none';
  const password = new FacilityPassword({
    folder: settings.facility.passwordFolder,
    files: systemFiles,
    clock,
    now: bootClock,
  });
  const bed = new BedSensor(clock, faults);
  const reader = new Reader({
    house: { profile, signsWithoutPin, facilityPassword: false },
    timeouts: settings.timeouts,
    card: board ? bed.with(card) : card,
    door,
    refusals,
    clock,
    newSession: randomUUID,
    drawMemoryScan: () => randomInt(100) < settings.check.memoryScanPercent,
  });
  reader.listen({ onCheckFailed: (code, detail) => diagnostics.warn({ code, detail }, 'the check failed') });
  const { ways, mqtt, pairing } = terminal;
  const delivering = delivery({ ways, outbox, clock, newId: randomUUID, onTrouble });
  const log = keepLog(reader, faults, records, notes, delivering.kept);
  const version = versionOf(home);
  const { incidents, incidentFolder } = settings.records;
  if (incidents)
    recordIncidents(reader, faults, { folder: incidentFolder, version, files: systemFiles, clock, onTrouble });
  watchFaults(reader, faults);
  if (profile === 'standard') showFaults(reader, faults);
  const logs = [records.operations, records.errors];
  // A disk that is full keeps no patient waiting: it is a fault, and what is lost is told later.
  await records.operations.append({ kind: 'reader-started', fields: { version, profile } }).catch(onTrouble);
  if (wasReset) await records.operations.append({ kind: 'factory-reset', fields: {} }).catch(onTrouble);
  await Promise.all(logs.map((log) => log.seal('start').catch(onTrouble)));
  const stop = new AbortController();
  void sealDaily(logs, clock, stop.signal);
  void watchClock(faults, (jump) => notes.note(jump, 'clock'), clock, stop.signal);
  void watchCameras(reader, () => absentCameras(settings.drivers), { faults, clock, signal: stop.signal });
  hearDevice = (state) => reader.hearDevice(state);
  foundEarly.forEach(hearDevice);
  void watchDisk(() => freeBytes(settings.records.folder), faults, clock, stop.signal);
  let restart: (reason: RestartReason) => void = () => {};
  const restartAsked: RunningReader['restartAsked'] = new Promise((resolve) => {
    restart = (reason) => setImmediate(() => resolve(reason)); // once the reply is on its way
  });
  void restartDaily({
    times: settings.schedule.restart,
    isFree: () => reader.isFree,
    restart: () => restart('SCHEDULED_RESTART'),
    clock,
    signal: stop.signal,
  });
  const keeping = keepBoard({
    board,
    bed,
    reader,
    faults,
    settings,
    files: systemFiles,
    record: (entry) => records.operations.append(entry),
    note: (error, part) => notes.note(error, part),
    restart: () => restart('FACTORY_RESET'),
    clock,
    onTrouble,
    signal: stop.signal,
  });
  const machine = raucMachine(process.env.RUNTIME_DIRECTORY);
  const at = () => reader.view.state.at;
  const updates = keepUpdates({
    machine,
    at,
    faults,
    clock,
    restart: () => restart('UPDATE_RESTART'),
    signal: stop.signal,
  });
  reader.listen({ onView: updates.moved });
  showPairing = () => reader.showPairing(waiting[0]);
  const links = ways.map(({ link }) => link);
  const { folder } = settings.records;
  const answers = answering({
    reader,
    information: { name: settings.reader.name, profile, version, protocol: 1, requests: Object.keys(incoming) },
    records: {
      statistics: async (day = japanHour(clock.wall()).day) => ({
        day,
        counts: await countVisits(recordsOf(folder), day),
      }),
      page: (after) => logPage(folder, after),
    },
    delivery: delivering,
    pairing,
    restart: () => restart('TERMINAL_RESTART'),
    update: updates.begin,
  });
  const answer = answerOnce(answers, clock, settings.terminal.requestSeconds * 1000);
  serveTerminal({ reader, links, delivery: delivering, profile, faults, clock, answer, onTrouble });
  await watchPassword(password, reader, faults, onTrouble);
  const events = recentEvents(reader, faults, clock);
  const staff = { settings, home, version, reader, door, checks, page, choices, faults, events, clock };
  const desk = new StaffDesk({
    password,
    work: openStaffWork({ ...staff, waiting: () => waiting, restart: () => restart('STAFF_RESTART') }),
    onPasswordSet: () => reader.allowStaff(true),
    newToken: () => randomBytes(32).toString('hex'),
    now: () => clock.monotonic(),
  });
  page.show(reader, password, desk);
  reader.start();

  return {
    panel,
    mqtt,
    restartAsked,
    restartMachine: () => machine?.restart(),
    close: async (reason) => {
      await reader.close();
      await delivering.close();
      await log.settled();
      await Promise.all([page.close(), terminal.close()]);
      stop.abort();
      await keeping;
      await records.operations.append({ kind: 'reader-stopped', fields: { reason } }).catch(onTrouble);
      await records.close();
    },
  };
}

/** How checks are run here. */
function checksOf(
  settings: Settings,
  panelOrigins: readonly string[],
  home: string,
  faults: FaultsBoard,
  onDevice: (state: DeviceState) => void,
): DoorOptions {
  const { check, drivers, reader, timeouts, trust } = settings;
  return {
    entry: join(import.meta.dirname, 'check.js'),
    settings: { ...check, drivers, trust, profile: reader.profile, models: join(home, 'models'), panelOrigins },
    spare: check.spare,
    deadlineMs: check.deadlineMs,
    endMs: timeouts.erase * 1000,
    onDevice,
    onSpare: (fault) => {
      if (fault) faults.raise(standingFault(fault, 'check-process'));
      else faults.clear('CHECK_NOT_READY', 'check-process');
    },
  };
}

/** The cameras that are device files and not plugged in. */
function absentCameras({ faceCamera, cardCamera }: Settings['drivers']): DeviceState['part'][] {
  const unplugged = ({ driver, input }: Settings['drivers']['faceCamera']) =>
    driver === 'ffmpeg' && input?.startsWith('/dev/') === true && !existsSync(input);
  return [
    ...(unplugged(faceCamera) ? (['face-camera'] as const) : []),
    ...(unplugged(cardCamera) ? (['card-camera'] as const) : []),
  ];
}

const versionOf = (home: string): string => JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
