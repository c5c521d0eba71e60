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
import { answering } from './answer-request.ts';
import { demandRealDevices } from './demand-real-devices.ts';
import { projectHome } from './home.ts';
import { keepLog } from './keep-log.ts';
import { logPage, recordsOf } from './log-pages.ts';
import { openLinks } from './open-links.ts';
import { openRecords } from './open-records.ts';
import { Reader } from './reader.ts';
import { RefusalMemory } from './refusal-memory.ts';
import { sealDaily } from './seal-daily.ts';
import { serveTerminal } from './serve-terminal.ts';
import { loadSettings, type PartialSettings, type Settings } from './settings.ts';
import { openStaffWork } from './staff/open-staff-work.ts';
import { systemClock } from './system-clock.ts';
import { troubleTeller } from './trouble.ts';
import { countVisits, japanHour } from './visit-counts.ts';
import { watchCameras } from './watch-cameras.ts';
import { watchClock } from './watch-clock.ts';
import { freeBytes, watchDisk } from './watch-disk.ts';
import { watchFaults } from './watch-faults.ts';
import { watchPassword } from './watch-password.ts';

/** False in the production bundle, which holds no emulated device. Set by the bundler. */
declare const EMULATED_DEVICES: boolean;

/** A reader that runs: where its panel and its terminal protocol are, and how to stop it. */
export interface RunningReader {
  readonly panel: string;
  readonly mqtt: string;
  /** Done when a terminal asks for a restart. */
  readonly restartAsked: Promise<void>;
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
  if (!EMULATED_DEVICES) demandRealDevices(settings.drivers);
  await demandPack({ ...settings.check, models: join(home, 'models') });
  const diagnostics = pino({ name: 'kazasu', level: 'warn' }, pino.destination(2));
  const clock = systemClock;

  const { port: wantedPort, ...forPage } = settings.panel;
  const choices = await openChoices(settings.facility.choicesFolder, systemFiles);
  const page = new PanelServer({
    port: wantedPort,
    folder: join(import.meta.dirname, 'page'),
    page: () => {
      const { language, volume } = chosenAt(forPage, choices.now());
      return { ...forPage, language, speech: { ...forPage.speech, volume } };
    },
  });
  const origins = panelOrigins(await page.open());
  const [panel = ''] = origins;
  const faults = faultsBoard();
  const checks = checksOf(settings, origins, home, faults);
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
    openOutbox(settings.terminal.outboxFolder, systemFiles, clock),
    door.warmUp(),
  ] as const;
  const [records, terminal, card, outbox] = await Promise.all(opening).catch(async (error: unknown) => {
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
  const reader = new Reader({
    house: { profile, signsWithoutPin, facilityPassword: false },
    timeouts: settings.timeouts,
    card,
    door,
    refusals,
    clock,
    newSession: randomUUID,
    drawMemoryScan: () => randomInt(100) < settings.check.memoryScanPercent,
  });
  reader.listen({ onCheckFailed: (code, detail) => diagnostics.warn({ code, detail }, 'the check failed') });
  keepLog(reader, faults, records, notes);
  watchFaults(reader, faults);
  const version = versionOf(home);
  const logs = [records.operations, records.errors];
  // A disk that is full keeps no patient waiting: it is a fault, and what is lost is told later.
  await records.operations.append({ kind: 'reader-started', fields: { version, profile } }).catch(onTrouble);
  await Promise.all(logs.map((log) => log.seal('start').catch(onTrouble)));
  const stop = new AbortController();
  void sealDaily(logs, clock, stop.signal);
  void watchClock(faults, (jump) => notes.note(jump, 'clock'), clock, stop.signal);
  void watchCameras(reader, () => absentCameras(settings.drivers), { faults, clock, signal: stop.signal });
  void watchDisk(() => freeBytes(settings.records.folder), faults, clock, stop.signal);
  let restart = () => {};
  const restartAsked = new Promise<void>((resolve) => {
    restart = () => setImmediate(resolve); // once the reply is on its way
  });
  showPairing = () => reader.showPairing(waiting[0]);
  const { ways, mqtt, pairing } = terminal;
  const links = ways.map(({ link }) => link);
  const delivering = delivery({ ways, outbox, clock, newId: randomUUID, onTrouble });
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
    restart,
  });
  const answer = answerOnce(answers, clock, settings.terminal.requestSeconds * 1000);
  serveTerminal({ reader, links, delivery: delivering, profile, faults, clock, answer, onTrouble });
  await watchPassword(password, reader, faults, onTrouble);
  const events = recentEvents(reader, faults, clock);
  const staff = { settings, home, version, reader, door, checks, page, choices, faults, events, clock };
  const desk = new StaffDesk({
    password,
    work: openStaffWork({ ...staff, waiting: () => waiting, restart: () => restart() }),
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
    close: async (reason) => {
      await reader.close();
      await delivering.close();
      await Promise.all([page.close(), terminal.close()]);
      stop.abort();
      await records.operations.append({ kind: 'reader-stopped', fields: { reason } }).catch(onTrouble);
      await records.close();
    },
  };
}

/** How checks are run here. */
function checksOf(settings: Settings, panelOrigins: readonly string[], home: string, faults: FaultsBoard): DoorOptions {
  const { check, drivers, reader, timeouts, trust } = settings;
  return {
    entry: join(import.meta.dirname, 'check.js'),
    settings: { ...check, drivers, trust, profile: reader.profile, models: join(home, 'models'), panelOrigins },
    spare: check.spare,
    deadlineMs: check.deadlineMs,
    endMs: timeouts.erase * 1000,
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
