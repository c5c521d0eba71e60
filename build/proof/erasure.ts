import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCardFile } from '../../drivers/card/emulated/card-file.ts';
import { type Emulation, prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { logFiles } from '../../firmware/records/operation-log.ts';
import { familyOf } from '../visit/process-family.ts';
import {
  ownSettings,
  type StartedDesk,
  type StartedReader,
  startDesk,
  startReaderProcess,
} from '../visit/processes.ts';
import { visit } from '../visit/visit.ts';
import { type Blow, type Ending, endings } from './endings.ts';
import { type Trace, tracesIn, tracesInBytes } from './memory-of-processes.ts';
import { personalTraces } from './personal-traces.ts';
import { bytesOf, filesBelow } from './written-files.ts';

/** What came of all checks that ended in one way. */
export interface EndingReport {
  readonly ending: string;
  checks: number;
  /** How the visits ended, by reason. */
  readonly reasons: Record<string, number>;
  /** Traces found from outside after the check: in the memory of the reader's processes, in files that it wrote. */
  inMemory: number;
  inFiles: number;
  /** What the check processes found in their own memory, as their receipts tell. */
  readonly own: Record<string, number>;
}

/** Runs `checks` checks over all endings, on `readers` readers at a time, `bundle` being theirs, and looks for what they held after each. */
export async function proveErasure(
  checks: number,
  bundle: string,
  readers: number,
  tell: (done: number, of: number) => void,
): Promise<readonly EndingReport[]> {
  const reports = new Map(endings.map(({ name }) => [name, emptyReport(name)]));
  let [begun, done] = [0, 0];
  const work = async () => {
    const bench = await openBench(bundle);
    try {
      while (begun < checks) {
        const n = begun++;
        const ending = endings[n % endings.length] as Ending;
        await bench.check(ending, Math.floor(n / endings.length), reports.get(ending.name) as EndingReport);
        tell(++done, checks);
      }
    } finally {
      await bench.close();
    }
  };
  await Promise.all(Array.from({ length: readers }, work));
  return [...reports.values()];
}

const emptyReport = (ending: string): EndingReport => ({
  ending,
  checks: 0,
  reasons: {},
  inMemory: 0,
  inFiles: 0,
  own: {},
});

async function openBench(bundle: string): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-proof-'));
  const emulation = await prepareEmulation(join(folder, 'emulated'));
  const desk = await startDesk({ socket: join(folder, 'desk.sock') });
  const bench = new Bench(folder, emulation, desk, bundle, await personalTraces(await readCardFile(emulation.card)));
  await bench.start();
  return bench;
}

class Bench {
  readonly #folder: string;
  readonly #emulation: Emulation;
  readonly #desk: StartedDesk;
  readonly #bundle: string;
  readonly #traces: readonly Trace[];
  #reader: StartedReader | undefined;

  constructor(folder: string, emulation: Emulation, desk: StartedDesk, bundle: string, traces: readonly Trace[]) {
    this.#folder = folder;
    this.#emulation = emulation;
    this.#desk = desk;
    this.#bundle = bundle;
    this.#traces = traces;
  }

  async start(): Promise<void> {
    const settings = {
      ...ownSettings(this.#folder, this.#emulation),
      check: { memoryScanPercent: 100 },
      timeouts: { farewell: 1, face: 8, terminal: 4 },
    };
    this.#reader = await startReaderProcess(join(projectHome(), 'device.config.json'), settings, this.#bundle);
  }

  async close(): Promise<void> {
    await this.#reader?.stop();
    await this.#desk.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** One check, and what is left of it. */
  async check(ending: Ending, n: number, report: EndingReport): Promise<void> {
    const reader = this.#reader;
    if (!reader) throw new Error('the reader was not started');
    const blow = ending.blow?.(n);
    const before = (await this.#receipts()).length;
    const { card, person, stranger } = this.#emulation;
    let fallen = false;
    const reason = await visit(
      { ...reader.ready, reader: 'kazasu', desk: this.#desk.hand },
      { card, person, tries: [{ method: 'face' }], eligibility: 'valid', ...ending.plan(n, { stranger }) },
      ({ session, stages }) => {
        // At rest the panel still shows the steps of the check before.
        const passed = session !== undefined && stages.some(({ name }) => name === blow?.after);
        if (fallen || !blow || !passed) return;
        fallen = true;
        this.#strike(blow, reader);
      },
    ).then(
      (result) => result.reason,
      () => 'READER_GONE',
    );
    if (reason === 'READER_GONE') {
      await this.#desk.hand.ask({ wish: 'take' });
      await this.start();
    }
    report.checks += 1;
    report.reasons[reason] = (report.reasons[reason] ?? 0) + 1;
    report.inMemory += sum(tracesIn(familyOf(this.#reader?.process.pid ?? 0), this.#traces));
    for (const file of writtenFiles(this.#folder)) report.inFiles += sum(tracesInBytes(bytesOf(file), this.#traces));
    for (const scan of (await this.#receipts()).slice(before)) report.own[scan] = (report.own[scan] ?? 0) + 1;
  }

  #strike(blow: Blow, reader: StartedReader): void {
    if ('cancel' in blow) {
      const tapped = fetch(`${reader.ready.panel}/cancel`, { method: 'POST', body: '{}' });
      return void tapped.catch(() => undefined); // a reader that goes is told by the visit itself
    }
    const family = familyOf(reader.process.pid ?? 0);
    for (const pid of blow.whom === 'reader' ? family : family.slice(1)) {
      try {
        process.kill(pid, blow.signal);
      } catch {} // it has just ended
    }
  }

  /** What each receipt so far says of the look through the own memory. */
  async #receipts(): Promise<string[]> {
    const files = await logFiles(join(this.#folder, 'records'), 'operation');
    return files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/"scan":"([a-z-]+)"/g)].map(([, scan]) => scan ?? ''),
    );
  }
}

/** The files below a folder that the reader wrote; the emulated world beside them holds the person's data by right. */
const writtenFiles = (folder: string): string[] =>
  filesBelow(folder).filter((path) => !path.startsWith(join(folder, 'emulated')));

const sum = (found: ReadonlyMap<string, number>): number =>
  [...found.values()].reduce((total, count) => total + count, 0);
