import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CameraFailure } from '../../drivers/camera/emulated/failing.ts';
import { type Emulation, prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import type { ReaderState } from '../../firmware/terminal/messages.ts';
import { type OwnPcscd, pcscdInstalled, startPcscd } from '../../test/support/pcscd.ts';
import { type Mosquitto, startMosquitto } from '../visit/mosquitto.ts';
import {
  ownSettings,
  type StartedDesk,
  type StartedReader,
  startDesk,
  startReaderProcess,
} from '../visit/processes.ts';
import { openTerminal, type TerminalClient } from '../visit/terminal-client.ts';
import type { VisitPlan } from '../visit/visit.ts';

/** As systemd waits before it starts a reader again (RestartSec in the unit file). */
const restartMs = 1000;
/** By then the reader knows of a card that lay for a moment only: the next person comes later. */
const contactTellsMs = 1000;
const readerName = 'kazasu';
/** The terminal hears nothing of the reader. */
const goneCode = 'unreachable';

/** A reader on the real PC/SC daemon, ffmpeg and an external broker, on a disk of its own, with a clock that can be set: all that may break is real. */
export class SoakWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'kazasu-soak-'));
  /** The disk of the records. */
  readonly disk = join(this.folder, 'records');
  readonly diskBytes = 112 << 20; // with less than 64 MiB free it counts as nearly full
  /** Sessions whose verdict the terminal has heard. */
  readonly verdicts = new Set<string>();
  /** As the terminal heard last; undefined while it hears nothing. */
  state: ReaderState | undefined;
  /** Codes of the faults that it heard, in their order; also that the reader itself was gone. */
  readonly faultsHeard: string[] = [];
  /** How often the core was started. */
  lives = 0;
  emulation!: Emulation;
  desk!: StartedDesk;
  broker!: Mosquitto;
  pcscd!: OwnPcscd;
  reader!: StartedReader;
  /** Done when the core that is there now is gone. */
  coreGone!: Promise<'core gone'>;
  #terminal: TerminalClient | undefined;
  #lying: VisitPlan | undefined;
  #onState: () => void = () => undefined;
  readonly #vpcdPort: number | undefined;
  readonly #clockFile = join(this.folder, 'clock');
  readonly #temporary = join(this.folder, 'tmp');

  /** `vpcdPort`: of its PC/SC daemon's virtual readers. */
  constructor(vpcdPort: number | undefined) {
    this.#vpcdPort = vpcdPort;
  }

  async start(): Promise<void> {
    demandParts();
    for (const folder of [this.disk, this.#temporary]) mkdirSync(folder);
    this.#mountDisk();
    this.setClock('+0');
    this.emulation = await prepareEmulation(join(this.folder, 'emulated'));
    this.pcscd = await startPcscd(this.#vpcdPort);
    this.broker = await startMosquitto(this.folder);
    this.desk = await startDesk({ socket: join(this.folder, 'desk.sock'), vpcd: this.pcscd.port, cameras: true });
    this.#terminal = await openTerminal({
      url: this.broker.url,
      reader: readerName,
      eligibility: 'valid',
      lasting: true,
      onLost: () => this.#heard(undefined),
      onState: (state) => this.#heard(state),
      onEvent: (name, data) => {
        if (name === 'verdict') this.verdicts.add((data as { session: string }).session);
      },
    });
    await this.#startCore();
  }

  /** Ends everything that still runs, however far the start came. */
  async stop(): Promise<void> {
    await this.#terminal?.close();
    await this.reader?.stop();
    await this.desk?.stop();
    await this.broker?.stop();
    await this.pcscd?.stop();
    execFileSync('umount', [this.disk]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  get corePid(): number {
    return this.reader.process.pid ?? 0;
  }

  /** It can serve a person, and nothing is wrong with it. */
  get isWell(): boolean {
    return this.state?.status === 'ready' && this.state.faults.length === 0;
  }

  /** Done when it is well, or after `ms`; whether it is. */
  async untilWell(ms: number): Promise<boolean> {
    const late = delay(ms, 'late' as const, { ref: false });
    while (!this.isWell) {
      const heard = new Promise<void>((resolve) => {
        this.#onState = resolve;
      });
      if ((await Promise.race([heard, late])) === 'late') return this.isWell;
    }
    return true;
  }

  async lay(plan: VisitPlan): Promise<void> {
    this.#lying = plan;
    const { card, behaviours = {}, keep = false } = plan;
    await this.desk.hand.ask({ wish: 'lay', file: card, keep, behaviours });
  }

  async take(): Promise<void> {
    this.#lying = undefined;
    await this.desk.hand.ask({ wish: 'take' });
  }

  /** The card loses its contact and finds it again. */
  async dropCard(): Promise<void> {
    const plan = this.#lying;
    if (!plan) return;
    await this.desk.hand.ask({ wish: 'take' });
    await delay(100);
    if (this.#lying !== plan) return;
    await this.lay(plan);
    await delay(contactTellsMs);
  }

  /** faketime(1): the core's clock, off by so much, from now on. */
  setClock(offset: string): void {
    writeFileSync(this.#clockFile, `${offset}\n`);
  }

  async failCamera(failure: CameraFailure | undefined): Promise<void> {
    for (const camera of ['face', 'card'] as const)
      await this.desk.hand.ask({ wish: 'camera', camera, ...(failure ? { failure } : {}) });
  }

  async restartPcscd(): Promise<void> {
    process.kill(this.pcscd.pid, 'SIGKILL');
    const { port } = this.pcscd;
    await this.pcscd.stop();
    this.pcscd = await startPcscd(port);
  }

  /** Kills the core alone, as a crash does, and starts it again as systemd would. */
  async killCore(): Promise<void> {
    this.#heard(undefined);
    const gone = once(this.reader.process, 'exit');
    process.kill(this.corePid, 'SIGKILL');
    await gone;
    await delay(restartMs);
    await this.#startCore();
  }

  /** The records' disk refuses every write, to files that are open too, as one does that has become read-only; or takes them again. */
  makeReadOnly(readOnly: boolean): void {
    execFileSync('chattr', ['-R', readOnly ? '+i' : '-i', this.disk]);
  }

  /** A real file system in a file; what it has deleted is looked through with the file. */
  #mountDisk(): void {
    const image = join(this.folder, 'records.img');
    writeFileSync(image, '');
    truncateSync(image, this.diskBytes);
    execFileSync('mkfs.ext4', ['-q', '-m', '0', image]);
    execFileSync('mount', ['-o', 'loop', image, this.disk]);
  }

  async #startCore(): Promise<void> {
    const { ready } = this.desk;
    const settings = {
      ...ownSettings(this.folder, this.emulation),
      drivers: {
        card: { driver: 'pcsc', reader: 'Virtual PCD 00 00' },
        faceCamera: { driver: 'ffmpeg', input: ready.face ?? '', size: '640x480' },
        cardCamera: { driver: 'ffmpeg', input: ready.card ?? '', size: '1280x800', fps: 10 },
      },
      terminal: {
        mqtt: { broker: { url: this.broker.url }, plain: true },
        pairingFolder: join(this.folder, 'pairing'),
        outboxFolder: join(this.folder, 'outbox'),
      },
      timeouts: { farewell: 1, face: 12, terminal: 5, result: 5, takeCard: 2 },
    } as const;
    const config = join(projectHome(), 'device.config.json');
    this.reader = await startReaderProcess(config, settings, undefined, {
      ...process.env,
      LD_PRELOAD: faketimeLibrary() ?? '',
      FAKETIME_TIMESTAMP_FILE: this.#clockFile,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      TMPDIR: this.#temporary, // whatever the reader leaves there is looked through
    });
    this.coreGone = once(this.reader.process, 'exit').then(() => 'core gone');
    this.lives += 1;
  }

  #heard(state: ReaderState | undefined): void {
    const codes = state ? state.faults.map(({ code }) => code) : [goneCode];
    const before = this.state ? this.state.faults.map(({ code }) => code) : [goneCode];
    this.faultsHeard.push(...codes.filter((code) => !before.includes(code)));
    this.state = state;
    this.#onState();
  }
}

/** What a soak needs of the machine; throws what is missing and where it comes from. */
function demandParts(): void {
  if (process.geteuid?.() !== 0)
    throw new Error('a soak breaks disks and daemons: run it as root, on a machine for tests');
  const missing = [
    ...(pcscdInstalled() ? [] : ['pcscd, vsmartcard-vpcd']),
    ...(existsSync('/usr/sbin/mosquitto') ? [] : ['mosquitto']),
    ...(faketimeLibrary() ? [] : ['libfaketime']),
    ...(existsSync('/usr/sbin/mkfs.ext4') ? [] : ['e2fsprogs']),
  ];
  if (missing.length > 0) throw new Error(`not installed: ${missing.join(', ')}; npm run setup -- --tests brings them`);
}

/** Debian keeps it in a folder by machine type. */
function faketimeLibrary(): string | undefined {
  return readdirSync('/usr/lib')
    .map((name) => join('/usr/lib', name, 'faketime/libfaketime.so.1'))
    .find((path) => existsSync(path));
}

/** Open files of a process. */
export const handlesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** All that the world's files hold now, but what the emulated card and its holder are made of. */
export function* writtenFiles(folder: string): Generator<Buffer> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && !entry.parentPath.startsWith(join(folder, 'emulated')))
      yield readFileSync(join(entry.parentPath, entry.name));
}
