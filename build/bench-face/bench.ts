import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { byPerson } from '../certify/by-person.ts';
import { aimedFmr, everybody } from '../certify/calibrate.ts';
import type { Photo } from '../certify/dataset.ts';
import { shuffled } from '../certify/shuffled.ts';
import { resamplePeople } from '../certify/statistics.ts';
import { percentile } from '../commands/percentile.ts';
import { type ContenderProcess, startContender } from './contender-process.ts';
import { type ContenderName, contenderNames, ourName } from './contenders.ts';
import { faceBenchFault } from './faults.ts';
import { judge, type Verdict } from './judge.ts';
import { type Row, rowsOf, type Selection, type Work } from './rows.ts';
import type { Outcome } from './serve.ts';

export interface FaceBenchOptions {
  readonly dataset: string;
  readonly photos: readonly Photo[];
  readonly groups: readonly string[];
  /** Pairs of photos that are timed, by every contender in turn. */
  readonly timed: number;
  readonly seed: number;
  readonly resamplings: number;
  readonly onProgress: (what: 'photos' | 'timed', done: number, of: number) => void;
}

/** One contender's figures. */
export interface ContenderReport {
  readonly name: ContenderName;
  readonly engine: string;
  /** From two encoded pictures to the verdict, on one thread, warm. */
  readonly msPerComparison: { readonly p50: number; readonly p95: number };
  /** The most that its process ever held resident. */
  readonly peakMiB: number;
  /** As its package ships: ours with its quality gate, peers without one. This is what is judged. */
  readonly asShipped: readonly Row[];
  /** Ours without its gate; peers on the photos that our gate lets pass. */
  readonly otherwise: readonly Row[];
}

export interface FaceBenchReport {
  readonly people: number;
  readonly photos: number;
  readonly seed: number;
  readonly contenders: readonly ContenderReport[];
  /** Ours to each peer's: under 1 is better. FNMR as they ship, both without our gate, and both on the photos that our gate lets pass. */
  readonly ratios: readonly {
    readonly peer: ContenderName;
    readonly fnmr: number;
    readonly fnmrUngated: number;
    readonly fnmrOnGated: number;
    readonly ms: number;
    readonly peakMiB: number;
  }[];
  readonly verdicts: readonly Verdict[];
  readonly holds: boolean;
}

/** A contender after its work, with everything that it answered. */
interface Done extends Work {
  readonly name: ContenderName;
  readonly engine: string;
  readonly outcomes: readonly Outcome[];
  readonly ms: readonly number[];
  readonly peakMiB: number;
}

/**
 * Sends the same photos through our pipeline and its peers, and holds them beside each other.
 * @throws CONTENDER_DIED, TOO_FEW_PAIRS
 */
export async function runFaceBench(options: FaceBenchOptions): Promise<FaceBenchReport> {
  const { photos, groups, seed } = options;
  const own = byPerson(photos);
  const impostors = (photos.length ** 2 - [...own.values()].reduce((sum, { length }) => sum + length ** 2, 0)) / 2;
  if (impostors * aimedFmr < 1) throw faceBenchFault('TOO_FEW_PAIRS', `${impostors} pairs`);
  const all = await workOfAll(options);
  const resamplings = resamplePeople([...own.keys()], options.resamplings, seededRandom(seed));
  const ours = all.find(({ name }) => name === ourName);
  const rows = (done: Done, selection: Selection) => rowsOf(photos, selection, done, groups, resamplings);
  const contenders = all.map((done): ContenderReport => {
    const { name, engine, outcomes, ms, peakMiB } = done;
    const passes = (index: number) => ours?.outcomes[index] === 'used';
    const seen = (index: number) => outcomes[index] !== 'none';
    return {
      name,
      engine,
      msPerComparison: { p50: percentile(ms, 0.5), p95: percentile(ms, 0.95) },
      peakMiB,
      asShipped: rows(done, { shown: () => true, used: (index) => outcomes[index] === 'used' }),
      otherwise: rows(done, { shown: name === ourName ? () => true : passes, used: seen }),
    };
  });
  return { people: own.size, photos: photos.length, seed, contenders, ...judged(contenders) };
}

function judged(contenders: readonly ContenderReport[]): Pick<FaceBenchReport, 'ratios' | 'verdicts' | 'holds'> {
  const figures = contenders.map(({ name, msPerComparison, peakMiB, asShipped, otherwise }) => {
    const [judged, other] = [ofEverybody(name, asShipped), ofEverybody(name, otherwise)];
    const { genuine, falseNonMatches } = judged;
    const fnmr = judged.fnmr.value;
    return {
      name,
      genuine,
      falseNonMatches,
      msPerComparison: msPerComparison.p50,
      peakMiB,
      fnmr,
      other: other.fnmr.value,
    };
  });
  const [ours, ...peers] = figures;
  if (!ours) throw new RangeError('nobody took part');
  const verdicts = judge(ours, peers);
  return {
    ratios: peers.map((peer) => ({
      peer: peer.name,
      fnmr: ours.fnmr / peer.fnmr,
      fnmrUngated: ours.other / peer.fnmr,
      fnmrOnGated: ours.fnmr / peer.other,
      ms: ours.msPerComparison / peer.msPerComparison,
      peakMiB: ours.peakMiB / peer.peakMiB,
    })),
    verdicts,
    holds: verdicts.every(({ holds }) => holds),
  };
}

function ofEverybody(name: ContenderName, rows: readonly Row[]): Row {
  const row = rows.find(({ group }) => group === everybody);
  if (!row || row.impostors * aimedFmr < 1)
    throw faceBenchFault('TOO_FEW_PAIRS', `${name}: ${row?.impostors ?? 0} pairs`);
  return row;
}

/** Templates on as many cores as there are; times one contender after another, so that none takes a core from the other. */
async function workOfAll({ dataset, photos, timed, seed, onProgress }: FaceBenchOptions): Promise<Done[]> {
  const files = photos.map(({ path }) => join(dataset, path));
  const started: ContenderProcess[] = [];
  try {
    for (const name of contenderNames) started.push(await startContender(name));
    const looks = files.length * started.length;
    let looked = 0;
    const outcomes = new Map<ContenderProcess, Outcome[]>();
    const waiting = started.values();
    const lane = async () => {
      for (const contender of waiting) {
        const own: Outcome[] = [];
        outcomes.set(contender, own);
        for (const file of files) {
          own.push(await contender.look(file));
          onProgress('photos', ++looked, looks);
        }
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, lane));
    const ms = await timesOf(started, files, timed, seed, onProgress);
    const done: Done[] = [];
    for (const contender of started) {
      const { name, engine, threshold, peakMiB } = contender;
      const likenesses = await contender.likenesses(files);
      const own = { outcomes: outcomes.get(contender) ?? [], ms: ms.get(contender) ?? [] };
      done.push({ name, engine, threshold, peakMiB, likenesses, ...own });
    }
    return done;
  } finally {
    await Promise.all(started.map((contender) => contender.end()));
  }
}

/** Every contender compares the same pairs of photos, pair by pair in turn: what slows the machine meets all alike. */
async function timesOf(
  contenders: readonly ContenderProcess[],
  files: readonly string[],
  timed: number,
  seed: number,
  onProgress: FaceBenchOptions['onProgress'],
): Promise<Map<ContenderProcess, number[]>> {
  const times = new Map(contenders.map((contender) => [contender, [] as number[]]));
  const random = seededRandom(seed);
  for (let pair = 0; pair < timed; pair++) {
    const [one = '', other = ''] = shuffled(files, random);
    for (const [contender, own] of times) {
      const ms = await contender.compare([one, other]);
      if (!Number.isNaN(ms)) own.push(ms);
    }
    onProgress('timed', pair + 1, timed);
  }
  return times;
}
