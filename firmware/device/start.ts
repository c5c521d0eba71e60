import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { bootClock } from '../../crypto/boot-clock.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { FacilityPassword } from '../../crypto/facility-password.ts';
import { closeToOthers } from '../../crypto/undumpable.ts';
import { createCardReader } from '../../drivers/card/index.ts';
import { CheckDoor } from '../check/door.ts';
import type { DeviceState } from '../check/messages.ts';
import { demandPack } from '../check/recognizer-pack.ts';
import { PanelServer } from '../panel/server.ts';
import { ErrorNotes } from '../records/error-notes.ts';
import { type FaultsBoard, faultsBoard, standingFault } from '../records/faults-board.ts';
import type { TerminalLink } from '../terminal/link.ts';
import { demandRealDevices } from './demand-real-devices.ts';
import { projectHome } from './home.ts';
import { keepLog } from './keep-log.ts';
import { openLinks } from './open-links.ts';
import { openRecords } from './open-records.ts';
import { Reader } from './reader.ts';
import { RefusalMemory } from './refusal-memory.ts';
import { sealDaily } from './seal-daily.ts';
import { serveTerminal } from './serve-terminal.ts';
import { loadSettings, type PartialSettings, type Settings } from './settings.ts';
import { systemClock } from './system-clock.ts';
import { troubleTeller } from './trouble.ts';
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

  const page = new PanelServer({ ...settings.panel, page: join(import.meta.dirname, 'page') });
  const panel = await page.open();
  const faults = faultsBoard();
  const door = openDoor(settings, panel, home, faults);
  const opening = [
    openRecords(settings, faults, clock),
    openLinks(settings, faults, clock),
    createCardReader(settings.drivers.card, settings.drivers.desk.socket, clock),
    door.warmUp(),
  ] as const;
  const [records, { links, mqtt }, card] = await Promise.all(opening).catch(async (error: unknown) => {
    // What did open must not stay: it would keep the process up without a reader.
    const [opened, terminal] = await Promise.allSettled(opening);
    if (opened.status === 'fulfilled') await opened.value.close();
    if (terminal.status === 'fulfilled') await closeAll(terminal.value.links);
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
  const logs = [records.operations, records.errors];
  // A disk that is full keeps no patient waiting: it is a fault, and what is lost is told later.
  await records.operations
    .append({ kind: 'reader-started', fields: { version: versionOf(home), profile } })
    .catch(onTrouble);
  await Promise.all(logs.map((log) => log.seal('start').catch(onTrouble)));
  const stop = new AbortController();
  void sealDaily(logs, clock, stop.signal);
  void watchClock(faults, (jump) => notes.note(jump, 'clock'), clock, stop.signal);
  void watchCameras(reader, () => absentCameras(settings.drivers), { faults, clock, signal: stop.signal });
  void watchDisk(() => freeBytes(settings.records.folder), faults, clock, stop.signal);
  serveTerminal({ reader, links, profile, faults, clock, onTrouble });
  await watchPassword(password, reader, faults, onTrouble);
  page.show(reader, password);
  reader.start();

  return {
    panel,
    mqtt,
    close: async (reason) => {
      await reader.close();
      await Promise.all([page.close(), closeAll(links)]);
      stop.abort();
      await records.operations.append({ kind: 'reader-stopped', fields: { reason } }).catch(onTrouble);
      await records.close();
    },
  };
}

const closeAll = (links: readonly TerminalLink[]) => Promise.all(links.map((link) => link.close()));

function openDoor(settings: Settings, panelOrigin: string, home: string, faults: FaultsBoard): CheckDoor {
  const { check, drivers, reader, timeouts, trust } = settings;
  return new CheckDoor({
    entry: join(import.meta.dirname, 'check.js'),
    settings: { ...check, drivers, trust, profile: reader.profile, models: join(home, 'models'), panelOrigin },
    spare: check.spare,
    deadlineMs: check.deadlineMs,
    endMs: timeouts.erase * 1000,
    onSpare: (fault) => {
      if (fault) faults.raise(standingFault(fault, 'check-process'));
      else faults.clear('CHECK_NOT_READY', 'check-process');
    },
  });
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
