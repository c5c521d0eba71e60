import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Emulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import type { PartialSettings } from '../../firmware/device/settings.ts';
import { Patients } from './patients.ts';
import { familyOf } from './process-family.ts';
import { ownSettings, type StartedDesk, type StartedReader, startDesk, startReaderProcess } from './processes.ts';

/** How a counter is made. `folder`: its own, for everything that its reader writes. */
export interface CounterPlace {
  readonly folder: string;
  /** The reader's name. */
  readonly name: string;
  readonly emulation: Emulation;
  readonly terminal: NonNullable<PartialSettings['terminal']>;
  /** Time between two patients at least, in ms. */
  readonly everyMs: number;
}

/**
 * A counter of a facility: a reader for home visits (R29: by PIN, with consents, no face check and so no models), its emulated desk, and patients
 * one after the other.
 */
export class Counter {
  readonly #place: CounterPlace;
  readonly #desk: StartedDesk;
  readonly #patients: Patients;
  #reader: StartedReader | undefined;

  private constructor(place: CounterPlace, desk: StartedDesk) {
    this.#place = place;
    this.#desk = desk;
    const { card } = place.emulation;
    this.#patients = new Patients(desk.hand, { card, pin: '1234', everyMs: place.everyMs });
  }

  /** Sets up the desk; the reader is started by `start`. */
  static async open(place: CounterPlace): Promise<Counter> {
    await mkdir(place.folder, { recursive: true });
    return new Counter(place, await startDesk({ socket: join(place.folder, 'desk.sock') }));
  }

  get name(): string {
    return this.#place.name;
  }

  get folder(): string {
    return this.#place.folder;
  }

  /** Where the started reader's own broker is. */
  get mqtt(): string {
    return this.#reader?.ready.mqtt ?? '';
  }

  /** The process of the started reader. */
  get pid(): number {
    return this.#reader?.process.pid ?? 0;
  }

  /** Starts the reader, with what it left on the disk when it ran before. */
  async start(): Promise<void> {
    const { folder, name, emulation, terminal } = this.#place;
    const own = ownSettings(folder, emulation);
    this.#reader = await startReaderProcess(join(projectHome(), 'device.config.json'), {
      ...own,
      reader: { name, profile: 'home-visit' },
      terminal: { ...own.terminal, ...terminal },
      timeouts: { farewell: 1, terminal: 8 },
    });
  }

  /** Patients come from now on. */
  async receive(): Promise<void> {
    await this.#patients.meet(this.#reader?.ready.panel ?? '');
  }

  /** Nobody comes any more. */
  rest(): void {
    this.#patients.leave();
  }

  /** As when the power is cut: the reader and its check process are gone at once. */
  async cutPower(): Promise<void> {
    this.#patients.leave();
    const reader = this.#reader?.process;
    if (!reader || reader.exitCode !== null) return;
    const gone = new Promise((resolve) => reader.once('exit', resolve));
    for (const pid of familyOf(this.pid)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {} // it has just ended
    }
    await gone;
  }

  async close(): Promise<void> {
    this.#patients.leave();
    await this.#reader?.stop();
    await this.#desk.stop();
  }
}
