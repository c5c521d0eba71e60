import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { defaultModelFolder, defaultPackFile, readPack } from '../../firmware/face/pack.ts';
import { acquire } from '../certify/acquire.ts';
import { aimedFmr, calibrate } from '../certify/calibrate.ts';
import { digestOf, readDataset } from '../certify/dataset.ts';
import { fitLiveness } from '../certify/liveness-fit.ts';
import { present, presentationJournal, toPresent } from '../certify/presentations.ts';
import { type Command, WrongUse } from './command.ts';
import { count } from './count.ts';
import { groupsIn } from './dataset-groups.ts';
import { tellShare } from './tell-share.ts';

/** More digits than a measurement has are noise in a manifest that people read. */
const sixDigits = (_key: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);

export const calibrateFace: Command = {
  summary: "set a recognizer pack's quality gate and threshold from a dataset",
  help: `kazasu calibrate face --dataset DIR --out FILE --work DIR [--group NAME=FILE]… [--leave-out FILE] [--refuse SHARE] [--margin COSINE]
                      [--presentations N] [--asked SHARE] [--seed N]

Fits the weights of the quality gate, sets it where it refuses the share --refuse of the photos (default: 0.2), and sets the threshold
where transactions of up to three photos have an FMR of 0.01 % in the strictest group, rounded up to a hundredth, plus --margin
(default: 0.01, for what a small group cannot tell). Sets what is usual of the living on --presentations people (default: 60; half of all,
by their names), drawn before the camera, so that the share --asked of them (default: 0.02) would be asked
to turn the head. Writes the pack with both to --out, and the people's digests, so that no report
on them passes for one on strangers. Templates stay in --work for \`certify face --keep --cross-fit\`.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        dataset: { type: 'string' },
        out: { type: 'string' },
        work: { type: 'string' },
        group: { type: 'string', multiple: true, default: [] },
        'leave-out': { type: 'string' },
        refuse: { type: 'string', default: '0.2' },
        margin: { type: 'string', default: '0.01' },
        presentations: { type: 'string', default: '60' },
        asked: { type: 'string', default: '0.02' },
        seed: { type: 'string', default: '1' },
      },
    });
    if (!values.dataset || !values.out || !values.work) throw new WrongUse('--dataset, --out and --work are needed');
    const [refused, margin] = [Number(values.refuse), Number(values.margin)];
    if (!(refused >= 0 && refused < 0.9)) throw new WrongUse('--refuse: a share from 0 to 0.9');
    if (!(margin >= 0 && margin < 0.3)) throw new WrongUse('--margin: a cosine from 0 to 0.3');
    const groups = groupsIn(values.group);
    const dataset = resolve(values.dataset);
    const photos = await readDataset({
      folder: dataset,
      groups,
      ...(values['leave-out'] === undefined ? {} : { leaveOut: values['leave-out'] }),
    });
    const pack = await readPack(defaultPackFile());
    const work = resolve(values.work);
    await mkdir(work, { recursive: true });
    const onProgress = tellShare('photos');
    const acquired = await acquire({ dataset, photos, pack, modelFolder: defaultModelFolder(), work, onProgress });
    const seed = count('seed', values.seed);
    const set = calibrate(acquired, Object.keys(groups), refused, seededRandom(seed));
    const people = [...new Set(photos.map(({ person }) => person))];
    const threshold = Number((set.threshold + margin).toFixed(2));
    const asked = Number(values.asked);
    if (!(asked >= 0 && asked < 0.5)) throw new WrongUse('--asked: a share from 0 to 0.5');
    const liveness =
      pack.liveness &&
      fitLiveness(
        pack.liveness,
        await present({
          dataset,
          photos: toPresent(acquired, set.quality, 0, count('presentations', values.presentations)),
          kinds: ['living'],
          pack: { ...pack, quality: set.quality },
          modelFolder: defaultModelFolder(),
          seed,
          ask: false,
          file: presentationJournal(work, { ...pack, quality: set.quality }, seed, false),
          onProgress: tellShare('presentations'),
        }),
        asked,
      );
    const manifest = {
      ...JSON.parse(await readFile(defaultPackFile(), 'utf8')),
      quality: set.quality,
      ...(liveness ? { liveness } : {}),
      threshold,
      calibration: {
        method: `Transactions of up to 3 gated photos; threshold of the strictest group at FMR ${aimedFmr}, rounded up, plus ${margin}. Gate: least squares, refuses ${refused} of the photos. Liveness: cues of drawn living people, asks ${asked} of them.`,
        people: people.length,
        photos: photos.length,
        thresholds: set.thresholds,
        calibratedOn: Buffer.from(people.map(digestOf).sort().join(''), 'hex').toString('base64'),
      },
    };
    await writeFile(values.out, `${JSON.stringify(manifest, sixDigits, 2)}\n`);
    console.log(`threshold ${threshold}, gate ${set.quality.least.toFixed(4)}: ${values.out}`);
    return 0;
  },
};
