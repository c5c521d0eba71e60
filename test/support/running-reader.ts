import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DeskPlace,
  ownSettings,
  type StartedDesk,
  type StartedReader,
  startDesk,
  startReaderProcess,
} from '../../build/visit/processes.ts';
import { type VisitPlace, type VisitPlan, type VisitResult, visit } from '../../build/visit/visit.ts';
import { writeCardFile } from '../../drivers/card/emulated/card-file.ts';
import type { MakeCardOptions } from '../../drivers/card/emulated/make-card-options.ts';
import { makeCard } from '../../drivers/card/emulated/maker.ts';
import { type Emulation, prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import type { PartialSettings } from '../../firmware/device/settings.ts';
import type { PanelView } from '../../firmware/panel/view.ts';

/** A real reader in its own processes, with an emulated desk outside it, in a folder of its own. */
export interface RunningReader {
  readonly folder: string;
  readonly emulation: Emulation;
  readonly desk: StartedDesk;
  readonly reader: StartedReader;
  readonly place: VisitPlace;
  /** A visit by face of the specimen's holder, changed as the plan says. */
  visit(plan?: Partial<VisitPlan>, onView?: (view: PanelView) => void): Promise<VisitResult>;
  /** Makes another card in the folder; answers its file. */
  makeCard(name: string, options: Partial<MakeCardOptions>): Promise<string>;
  /** Starts a reader once more on the same folder and desk, with settings changed. */
  startAgain(changed?: PartialSettings): Promise<StartedReader>;
  stop(): Promise<void>;
}

/** What a test wants otherwise. `settings` may look at the started desk (its camera addresses). */
export interface ReaderWish extends Omit<DeskPlace, 'socket'> {
  readonly settings?: (desk: StartedDesk) => PartialSettings;
  /** Folder of another bundle than the usual. */
  readonly bundle?: string;
}

/** Starts a desk and a reader on free ports and waits until a card may be laid. */
export async function startRunningReader({ settings, bundle, ...wish }: ReaderWish = {}): Promise<RunningReader> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-test-'));
  const emulation = await prepareEmulation(join(folder, 'emulated'));
  const socket = join(folder, 'desk.sock');
  const desk = await startDesk({ socket, ...wish });
  const usual = ownSettings(folder, emulation);
  const start = (changed: PartialSettings = {}) =>
    startReaderProcess(
      join(projectHome(), 'device.config.json'),
      merged(merged(usual, settings?.(desk) ?? {}), changed),
      bundle,
    );
  const reader = await start();
  const place = { ...reader.ready, reader: 'kazasu', desk: desk.hand };
  return {
    folder,
    emulation,
    desk,
    reader,
    place,
    visit: (plan = {}, onView) => {
      const { card, person } = emulation;
      return visit(place, { card, person, tries: [{ method: 'face' }], eligibility: 'valid', ...plan }, onView);
    },
    makeCard: async (name, options) => {
      const file = join(folder, `${name}.json`);
      const portrait = await readFile(emulation.person);
      const specimen = { name: '番号 花子', address: '○○県□□市', sex: 'female' as const, birth: '1980-02-17' };
      await writeCardFile(file, await makeCard({ authority: emulation.authority, portrait, ...specimen, ...options }));
      return file;
    },
    startAgain: start,
    stop: async () => {
      await reader.stop();
      await desk.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** `over` laid over `base`, section by section. */
function merged(base: PartialSettings, over: PartialSettings): PartialSettings {
  const sections = new Set([...Object.keys(base), ...Object.keys(over)]) as Set<keyof PartialSettings & string>;
  return Object.fromEntries(
    [...sections].map((section) => [section, { ...Object(base[section]), ...Object(over[section]) }]),
  );
}
