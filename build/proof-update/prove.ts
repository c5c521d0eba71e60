import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logFiles, verifyOperationLog } from '../../firmware/records/operation-log.ts';
import { boards } from '../image/boards.ts';
import { compatibleOf, type Image, type ImageOrder, makeImage } from '../image/image.ts';
import { type Say, step } from '../image/run.ts';
import { copyDisk } from '../machine/copy-disk.ts';
import { type CutPoint, type CutResult, cutAtPoints, dataAfter, pickPoints } from './cut-points.ts';
import { startDevice } from './device.ts';
import { type ExpectedData, type KnownSystem, knownSystem } from './judge-disk.ts';
import { wrongUpdates } from './refused-updates.ts';
import { serveFiles } from './serve-files.ts';
import { writesIn } from './write-log.ts';

export interface UpdateProofOrder {
  /** How images are built; `out` is replaced. */
  readonly image: Omit<ImageOrder, 'flavour' | 'out'>;
  /** Folder of everything that the proof makes. */
  readonly folder: string;
  /** Cuts beside those at the boot choice. */
  readonly points: number;
  /** So many of the cuts are started for real, and those starts cut in turn. */
  readonly startedCuts: number;
  /** Patience for each thing that is waited for. */
  readonly seconds: number;
}

/** One line of what was tried and what came of it. */
export interface Tried {
  readonly what: string;
  readonly wanted: string;
  readonly got: string;
}

export interface UpdateProof {
  readonly accelerator: string;
  readonly tried: readonly Tried[];
  readonly cuts: readonly CutResult[];
  /** Started again after a cut, and cut again. */
  readonly cutsTwice: readonly CutResult[];
}

const minute = 60;
const secondCuts = 4;

/** Runs the whole proof on headless devices in QEMU: one life of a device with its disk's writes logged, then its power cut at many moments of it. */
export async function proveUpdate(order: UpdateProofOrder, say: Say): Promise<UpdateProof> {
  const { folder } = order;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const images = await buildImages(order, say);
  const { old, newer } = images;
  const life = await liveOnce(order, images, say);
  const systems = await Promise.all([old, newer].map(({ version, slot }) => knownSystem(version, slot)));
  const { before, log, begun } = life;
  const expected = await expectedAt({ before, log, after: begun }, folder);

  const points = (await pickPoints(log, order.points)).filter(({ after }) => after > begun);
  const cutsTwice: CutResult[] = [];
  const everyNth = Math.ceil(points.length / order.startedCuts);
  const started = points.filter((_, index) => index % everyNth === 0);
  const again = { ...order, systems, expected };
  const onDisk = async (cut: string, point: CutPoint) => {
    if (started.includes(point)) cutsTwice.push(...(await startAgain(cut, point, again, say)));
  };
  const cuts = await step(say, `${points.length} cuts of the power`, () =>
    cutAtPoints({ before, log, points, systems, expected, folder: join(folder, 'cut'), onDisk }, say),
  );
  const { accelerator, tried } = life;
  return { accelerator, tried, cuts, cutsTwice };
}

interface Images {
  readonly old: Image;
  readonly newer: Image;
  /** Its reader ends as soon as it starts. */
  readonly dead: Image;
}

async function buildImages({ image, folder }: UpdateProofOrder, say: Say): Promise<Images> {
  const make = (name: string, more: Partial<ImageOrder>) =>
    makeImage({ ...image, flavour: 'headless', out: join(folder, name), ...more }, (line) => say(`${name}: ${line}`));
  return {
    old: await make('old', {}),
    newer: await make('newer', { newerBy: minute }),
    dead: await make('dead', { newerBy: 2 * minute, spoil: killReader }),
  };
}

async function killReader(layer: string): Promise<void> {
  await writeFile(join(layer, 'opt/kazasu/dist/app/bring-up.js'), 'process.exit(1);\n');
  const unit = join(layer, 'etc/systemd/system/kazasu-self-test.service.d');
  await mkdir(unit, { recursive: true });
  await writeFile(join(unit, 'patience.conf'), '[Service]\nEnvironment=PATIENCE_SECONDS=20\n');
}

/** A device's life: first start, a visit, every update that must be refused, a good one, one that does not run well. */
async function liveOnce({ image, folder, seconds }: UpdateProofOrder, images: Images, say: Say) {
  const { old, newer, dead } = images;
  const before = old.disk;
  const [disk, log] = [join(folder, 'device.img'), join(folder, 'writes.log')];
  await copyDisk(before, disk);
  const server = await serveFiles();
  const device = await startDevice(
    { board: boards[image.board], disk, keep: true, reachesHost: true, writeLog: log, folder: join(folder, 'life') },
    seconds,
  );
  try {
    const tried: Tried[] = [];
    const look = async (what: string, wanted: string, work: () => Promise<string>) => {
      const got = await step(say, what, work);
      tried.push({ what, wanted, got });
      say(`  ${what}: ${got}`);
    };
    await look('first start', 'proved', () => device.proved(old.version));
    await look('a visit by PIN', 'verified', () => device.visit());
    const good = { bundle: newer.bundle, compatible: compatibleOf(image.board, 'headless'), keys: image.keys };
    for (const { what, file, code } of await wrongUpdates(join(folder, 'wrong'), good, {
      newer: newer.version,
      old: old.version,
    }))
      await look(`an update ${what}`, code, async () => {
        const answer = await device.update(server.offer(file));
        return answer === 'accepted' ? device.updateFault() : answer;
      });
    const begun = await writesIn(log);
    await look('an update in order', 'accepted', () => device.update(server.offer(newer.bundle)));
    await look('start of the new version', 'proved', () => device.proved(newer.version));
    await look('an update whose reader does not run', 'accepted', () => device.update(server.offer(dead.bundle)));
    await look('back by itself', 'proved', () => device.provedAgain(newer.version));
    await look('a visit by PIN afterwards', 'verified', () => device.visit());
    return { accelerator: device.machine.accelerator, tried, before, log, begun };
  } finally {
    await device.machine.cut();
    await server.close();
  }
}

/** What the data of a device must still be whatever comes after so many writes. */
async function expectedAt(
  moment: { before: string; log: string; after: number },
  folder: string,
): Promise<ExpectedData> {
  const out = join(folder, 'data');
  await dataAfter(moment, out);
  const files = [
    'kazasu-settings/device.config.json',
    'kazasu/device/device-key.pem',
    'kazasu/device/device-certificate.pem',
  ];
  const same = Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await readFile(join(out, file))] as const)),
  );
  const records = 'kazasu/records';
  const verdict = await verifyOperationLog(await logFiles(join(out, records), 'operation'), {});
  return { same, records: { folder: records, least: verdict.ok ? verdict.records : 0 } };
}

/** Starts a device after a cut, as it would start by itself, waits until it has proved itself, and cuts that start at several moments too. */
async function startAgain(
  cut: string,
  point: CutPoint,
  {
    folder,
    image,
    seconds,
    systems,
    expected,
  }: UpdateProofOrder & { systems: readonly KnownSystem[]; expected: ExpectedData },
  say: Say,
): Promise<CutResult[]> {
  const before = join(folder, 'again-before.img');
  const disk = join(folder, 'again.img');
  const log = join(folder, 'again.log');
  for (const file of [before, disk]) await copyDisk(cut, file);
  const device = await startDevice(
    { board: boards[image.board], disk, keep: true, folder: join(folder, 'again'), writeLog: log },
    seconds,
  );
  const heard = await step(say, `start after write ${point.after}`, () =>
    device.machine.hear(/SELF_TEST_PASSED \S+/, seconds).finally(() => device.machine.cut()),
  );
  say(`  ${heard}`);
  const points = await pickPoints(log, secondCuts);
  return cutAtPoints({ before, log, points, systems, expected, folder: join(folder, 'cut-again') }, say);
}
