import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type CardFile, readCardFile } from '../../drivers/card/emulated/card-file.ts';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { recordsOf } from '../../firmware/device/log-pages.ts';
import { logFiles, verifyOperationLog } from '../../firmware/records/operation-log.ts';
import { Counter } from '../visit/counter.ts';
import { type Mosquitto, startMosquitto } from '../visit/mosquitto.ts';
import { HearingTerminal } from './hearing-terminal.ts';
import { certificateOf, type PersonalTexts, personalIn, personalTextsOf } from './personal-texts.ts';
import { bytesOf, filesBelow } from './written-files.ts';

/** A power cut falls within this time after the one before was mended, in ms. */
const withinMs = 1500;
/** What nobody acknowledged is told again after 15 s, then after 30: by then all must have come. */
const settleMs = 120_000;
const names = ['counter-1', 'counter-2', 'counter-3'];

/** What came of cutting the power again and again. */
export interface DeliveryReport {
  /** Power cuts of readers, and of the broker. */
  readonly cuts: { readonly reader: number; readonly broker: number };
  /** Verdicts and consents that the readers' operation logs tell. */
  readonly logged: { readonly verdicts: number; readonly consents: number };
  /** Those that the terminal heard, by their ids; how many came again with an id that it knew. */
  readonly heard: { readonly verdicts: number; readonly consents: number; readonly again: number };
  /** Logged and never heard: kind and visit. */
  readonly missing: readonly string[];
  /** Heard under two ids: kind and visit. */
  readonly twice: readonly string[];
  /** Files that the readers wrote, looked through at each of their power cuts and at the end; what of a person stood there. */
  readonly files: number;
  readonly personal: readonly string[];
  /** What the same look finds in the file of the card: it can find. */
  readonly control: readonly string[];
  /** Messages that still waited in the outboxes at the end. */
  readonly left: number;
  /** Whether the chain of each operation log holds. */
  readonly logsHold: boolean;
}

/**
 * Patients come without a pause to three readers on one mosquitto, which one terminal serves; the power of a reader or of the broker is cut
 * (SIGKILL) at random moments. At the end everything that was logged must have been heard.
 */
export async function proveDelivery(kills: number, tell: (line: string) => void): Promise<DeliveryReport> {
  const bench = await Bench.open();
  try {
    for (let n = 1; n <= kills; n += 1) {
      await bench.cut(Math.random);
      if (n % 10 === 0) tell(`${n} of ${kills} power cuts; ${bench.heard} verdicts and consents heard`);
    }
    return await bench.end();
  } finally {
    await bench.close();
  }
}

class Bench {
  readonly #folder: string;
  readonly #counters: readonly Counter[];
  readonly #mosquitto: Mosquitto;
  readonly #terminal: HearingTerminal;
  readonly #personal: PersonalTexts;
  readonly #control: readonly string[];
  readonly #cuts = { reader: 0, broker: 0 };
  readonly #found = new Set<string>();
  #files = 0;

  private constructor(folder: string, counters: readonly Counter[], mosquitto: Mosquitto, card: CardFile) {
    this.#folder = folder;
    this.#counters = counters;
    this.#mosquitto = mosquitto;
    this.#personal = new Map([
      ...personalTextsOf(card, '1980-02-17'),
      ['certificate', certificateOf(card)],
      ['name from the terminal', [Buffer.from('●子')]],
    ]);
    this.#control = personalIn(Buffer.from(`${JSON.stringify(card)} 1980-02-17 ●子`), this.#personal);
    this.#terminal = new HearingTerminal(mosquitto.url, names);
  }

  static async open(): Promise<Bench> {
    const folder = await mkdtemp(join(tmpdir(), 'kazasu-proof-'));
    const emulation = await prepareEmulation(join(folder, 'emulated'));
    const mosquitto = await startMosquitto(folder);
    const terminal = { mqtt: { broker: { url: mosquitto.url }, plain: true } };
    const counters: Counter[] = [];
    for (const name of names)
      counters.push(await Counter.open({ folder: join(folder, name), name, emulation, terminal, everyMs: 0 }));
    for (const counter of counters) {
      await counter.start();
      await counter.receive();
    }
    return new Bench(folder, counters, mosquitto, await readCardFile(emulation.card));
  }

  get heard(): number {
    return this.#terminal.heard.size;
  }

  /** Cuts the power of one of the readers or of the broker, in a while, and brings it back. */
  async cut(random: () => number): Promise<void> {
    await delay(random() * withinMs);
    const counter = this.#counters[Math.floor(random() * (this.#counters.length + 1))];
    if (counter) {
      await counter.cutPower();
      this.#cuts.reader += 1;
      this.#lookThrough(counter);
      await counter.start();
      await counter.receive();
    } else {
      await this.#mosquitto.stop('SIGKILL');
      this.#cuts.broker += 1;
      await this.#mosquitto.start();
    }
  }

  /** Lets everything come to its end, and counts. */
  async end(): Promise<DeliveryReport> {
    for (const counter of this.#counters) counter.rest();
    const until = performance.now() + settleMs;
    let count = await this.#count();
    while ((count.left > 0 || count.missing.length > 0) && performance.now() < until) {
      await delay(500);
      count = await this.#count();
    }
    for (const counter of this.#counters) this.#lookThrough(counter);
    const logs = await Promise.all(
      this.#counters.map(async ({ folder }) =>
        verifyOperationLog(await logFiles(join(folder, 'records'), 'operation')),
      ),
    );
    return {
      cuts: this.#cuts,
      ...count,
      twice: this.#terminal.twice(),
      files: this.#files,
      personal: [...this.#found],
      control: this.#control,
      logsHold: logs.every(({ ok }) => ok),
    };
  }

  async close(): Promise<void> {
    await this.#terminal.close();
    await Promise.all(this.#counters.map((counter) => counter.close()));
    await this.#mosquitto.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #count(): Promise<Pick<DeliveryReport, 'logged' | 'heard' | 'missing' | 'left'>> {
    const logged: string[] = [];
    let left = 0;
    for (const { folder } of this.#counters) {
      left += filesBelow(join(folder, 'outbox')).filter((file) => file.endsWith('.box')).length;
      for await (const { kind, fields } of recordsOf(join(folder, 'records')))
        if (kind === 'verdict' || kind === 'consent') logged.push(`${kind} ${Reflect.get(fields, 'session')}`);
    }
    const heard = [...this.#terminal.heard.values()];
    const missing = [...new Set(logged)].filter(
      (one) => heard.filter((other) => other === one).length < logged.filter((other) => other === one).length,
    );
    const of = (all: readonly string[], kind: string) => all.filter((one) => one.startsWith(kind)).length;
    return {
      logged: { verdicts: of(logged, 'verdict'), consents: of(logged, 'consent') },
      heard: { verdicts: of(heard, 'verdict'), consents: of(heard, 'consent'), again: this.#terminal.again },
      missing,
      left,
    };
  }

  #lookThrough({ folder }: Counter): void {
    for (const file of filesBelow(folder)) {
      this.#files += 1;
      for (const name of personalIn(bytesOf(file), this.#personal))
        this.#found.add(`${name} in ${relative(folder, file)}`);
    }
  }
}
