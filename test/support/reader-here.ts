import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownSettings, startDesk } from '../../build/visit/processes.ts';
import { type VisitPlan, type VisitResult, visit } from '../../build/visit/visit.ts';
import { createCardReader } from '../../drivers/card/index.ts';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { CheckDoor } from '../../firmware/check/door.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { Reader } from '../../firmware/device/reader.ts';
import { RefusalMemory } from '../../firmware/device/refusal-memory.ts';
import { serveTerminal } from '../../firmware/device/serve-terminal.ts';
import { loadSettings } from '../../firmware/device/settings.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import type { House } from '../../firmware/flow/types.ts';
import type { FacilityPassword } from '../../firmware/panel/facility-password.ts';
import { PanelServer } from '../../firmware/panel/server.ts';
import { faultsBoard } from '../../firmware/records/faults-board.ts';
import { startMqttLink } from '../../firmware/terminal/mqtt-link.ts';

/** A reader whose core runs in the test itself; check process and desk are processes as ever. */
export interface ReaderHere {
  /** Picture of somebody else than the card's holder. */
  readonly stranger: string;
  visit(plan: Partial<VisitPlan>): Promise<VisitResult>;
  stop(): Promise<void>;
}

/** Starts it as this house, with whoever judges the facility's password. */
export async function startReaderHere(house: House, password: FacilityPassword): Promise<ReaderHere> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-test-'));
  const home = projectHome();
  const emulation = await prepareEmulation(join(folder, 'emulated'));
  const settings = await loadSettings(join(home, 'device.config.json'), ownSettings(folder, emulation));
  const desk = await startDesk({ socket: settings.drivers.desk.socket });
  const { check, drivers, timeouts, trust } = settings;
  const page = new PanelServer({ ...settings.panel, page: join(home, 'dist/app/page') });
  const panel = await page.open();
  const door = new CheckDoor({
    entry: join(home, 'dist/app/check.js'),
    settings: {
      ...check,
      drivers,
      trust,
      profile: house.profile,
      models: join(home, 'models'),
      panelOrigin: panel,
    },
    spare: false,
    deadlineMs: check.deadlineMs,
    endMs: timeouts.erase * 1000,
  });
  const clock = systemClock;
  const card = await createCardReader(drivers.card, drivers.desk.socket, clock);
  const link = await startMqttLink(settings.terminal.mqtt, { reader: 'kazasu', clock, newId: randomUUID });
  const refusals = new RefusalMemory(randomBytes(32), clock);
  const reader = new Reader({ house, timeouts, card, door, refusals, clock, newSession: randomUUID });
  const onTrouble = (error: unknown) => {
    throw error;
  };
  serveTerminal({ reader, link, profile: house.profile, faults: faultsBoard(), clock, onTrouble });
  page.show(reader, password);
  reader.start();
  const place = { panel, mqtt: link.url, reader: 'kazasu', desk: desk.hand };
  return {
    stranger: emulation.stranger,
    visit: (plan) =>
      visit(place, { card: emulation.card, person: emulation.person, tries: [], eligibility: 'valid', ...plan }),
    stop: async () => {
      await reader.close();
      await Promise.all([page.close(), link.close()]);
      await desk.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
