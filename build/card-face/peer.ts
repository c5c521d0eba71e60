import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { datesPlausible } from '../../firmware/card-face/plausible.ts';
import { type CardFaceReader, loadCardFaceReader } from '../../firmware/card-face/reader.ts';
import { wipeReading } from '../../firmware/card-face/reading.ts';
import { usualRules } from '../../firmware/card-face/scan.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { benchCard, benchDay } from './bench-card.ts';
import { cardPictureFault } from './faults.ts';
import { valueInText } from './peer-fields.ts';

const run = promisify(execFile);

/** Of the page segmentation modes, the one for text in no order: it reads most of these frames (measured against 3, 4, 6 and 12). */
const readingMode = '11';

/** How a reader did on single frames. */
export interface OneFrameScore {
  readonly readRate: number;
  readonly wrong: number;
  readonly msPerFrame: number;
}

/** Ours and tesseract on the same first frames, each on one thread, and our multiple of it. */
export interface PeerReport {
  readonly frames: number;
  readonly ours: OneFrameScore;
  readonly tesseract: OneFrameScore & { readonly version: string };
  /** Ours by tesseract's: reads so many times as many, takes this part of the time. */
  readonly ratio: { readonly readRate: number; readonly msPerFrame: number };
}

/** Asks for tesseract before the bench spends minutes. Throws TESSERACT_MISSING. */
export async function findTesseract(): Promise<string> {
  const missing = (cause?: unknown) => cardPictureFault('TESSERACT_MISSING', undefined, { cause });
  const { stdout: languages } = await run('tesseract', ['--list-langs']).catch((cause: unknown) => {
    throw missing(cause);
  });
  if (!/^jpn$/mu.test(languages)) throw missing();
  const { stdout } = await run('tesseract', ['--version']);
  return stdout.split('\n', 1)[0] ?? '';
}

/** Reads the first frames of `cards` ordinary cards with both. Throws TESSERACT_MISSING. */
export async function comparePeer(bench: number, cards: number, onFrame: (read: number) => void): Promise<PeerReport> {
  const version = await findTesseract();
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-peer-'));
  const reader = await loadCardFaceReader({ modelFolder: join(projectHome(), 'models/card-face'), threads: 1 });
  const [ours, theirs] = [new Tally(), new Tally()];
  try {
    for (let index = 0; index < cards; index++) {
      const { code, scene } = await benchCard(bench, 'peer', index);
      const { jpeg } = await scene.frame(0);
      const file = join(folder, `${index}.jpg`);
      await writeFile(file, jpeg);
      const began = performance.now();
      const said = await valueByUs(reader, jpeg);
      ours.add(said, code, performance.now() - began);
      await peerReads(file, code, theirs);
      onFrame(index + 1);
    }
  } finally {
    await reader.close();
    await rm(folder, { recursive: true, force: true });
  }
  const [us, them] = [ours.score, theirs.score];
  const ratio = { readRate: us.readRate / them.readRate, msPerFrame: us.msPerFrame / them.msPerFrame };
  return { frames: cards, ours: us, tesseract: { ...them, version }, ratio };
}

/** A value of one frame, by the rules of one look: sure digits, dates that one card can have. */
async function valueByUs(reader: CardFaceReader, jpeg: Buffer): Promise<string | undefined> {
  const reading = await reader.read({ jpeg, at: 0 });
  try {
    if (reading.outcome !== 'read' || reading.confidence < usualRules.leastConfidence) return undefined;
    const { birth, expiry } = reading.fields;
    return datesPlausible(birth, expiry, benchDay) ? reading.code.toString('ascii') : undefined;
  } finally {
    wipeReading(reading);
  }
}

async function peerReads(file: string, code: string, tally: Tally): Promise<void> {
  // One thread, as ours.
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  const began = performance.now();
  const { stdout } = await run('tesseract', [file, '-', '-l', 'jpn', '--psm', readingMode], { env });
  tally.add(valueInText(stdout, benchDay), code, performance.now() - began);
}

class Tally {
  #frames = 0;
  #read = 0;
  #wrong = 0;
  #ms = 0;

  add(said: string | undefined, printed: string, ms: number): void {
    this.#frames++;
    this.#ms += ms;
    if (said === printed) this.#read++;
    else if (said !== undefined) this.#wrong++;
  }

  get score(): OneFrameScore {
    return { readRate: this.#read / this.#frames, wrong: this.#wrong, msPerFrame: this.#ms / this.#frames };
  }
}
