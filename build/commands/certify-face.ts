import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultModelFolder, defaultPackFile, type RecognizerPack, readPack } from '../../firmware/face/pack.ts';
import { acquire, forgetAcquired } from '../certify/acquire.ts';
import { type Photo, peopleKnownTo, readDataset } from '../certify/dataset.ts';
import { certifyFault } from '../certify/faults.ts';
import { present, presentationJournal, presentationKinds, toPresent } from '../certify/presentations.ts';
import { makeReport, type Report } from '../certify/report.ts';
import { reportPage } from '../certify/report-page.ts';
import { type Command, WrongUse } from './command.ts';
import { count } from './count.ts';
import { groupsIn } from './dataset-groups.ts';
import { tellShare } from './tell-share.ts';

export const certifyFace: Command = {
  summary: 'measure face recognition on a dataset: report in HTML and JSON',
  help: `kazasu certify face --dataset DIR --out DIR [--group NAME=FILE]… [--leave-out FILE] [--cross-fit FOLDS] [--refuse SHARE]
                    [--seed N] [--resamplings N] [--presentations N] [--keep] [--json]

Sends every photo of a dataset (DIR/person/photo.jpg) through the device's own pipeline, on all cores, compares everybody with
everybody, and writes report.html and report.json to --out, in the terms of ISO/IEC 19795-1: failure to acquire, FMR, FNMR, detection
error trade-off, single comparisons and transactions, per group, per step, with intervals by resampling people.

  --group NAME=FILE   people of a group, one name a line; may be given more than once
  --leave-out FILE    photos known to be wrong, one name a line
  --cross-fit FOLDS   split people into folds; each is judged by gate and threshold set on the others (2 to 20)
  --refuse SHARE      with --cross-fit: share of photos that a fitted gate refuses (default: 0.2)
  --seed N            another seed, other samples (default: 1)
  --resamplings N     for the intervals (default: 400)
  --presentations N   people shown to the capture as living and by each simulated attack, for BPCER and APCER (default: 40; 0: none)
  --keep              keep the templates in --out for a next run; otherwise they go when the report is written
  --json              the last line is one JSON object

An interrupted run goes on where it was. Refused when the pack was calibrated on people of the dataset, unless --cross-fit is given.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        dataset: { type: 'string' },
        out: { type: 'string' },
        group: { type: 'string', multiple: true, default: [] },
        'leave-out': { type: 'string' },
        'cross-fit': { type: 'string' },
        refuse: { type: 'string', default: '0.2' },
        seed: { type: 'string', default: '1' },
        resamplings: { type: 'string', default: '400' },
        presentations: { type: 'string', default: '40' },
        keep: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    if (!values.dataset || !values.out) throw new WrongUse('--dataset and --out are needed');
    const crossFit = values['cross-fit'] === undefined ? undefined : count('cross-fit', values['cross-fit']);
    if (crossFit !== undefined && (crossFit < 2 || crossFit > 20)) throw new WrongUse('--cross-fit: 2 to 20 folds');
    const refused = Number(values.refuse);
    if (!(refused >= 0 && refused < 0.9)) throw new WrongUse('--refuse: a share from 0 to 0.9');
    const [dataset, out] = [resolve(values.dataset), resolve(values.out)];
    const groups = groupsIn(values.group);
    const photos = await readDataset({
      folder: dataset,
      groups,
      ...(values['leave-out'] === undefined ? {} : { leaveOut: values['leave-out'] }),
    });
    const pack = await readPack(defaultPackFile());
    if (crossFit === undefined) demandStrangers(photos, pack);
    await mkdir(out, { recursive: true });
    const acquired = await acquire({
      dataset,
      photos,
      pack,
      modelFolder: defaultModelFolder(),
      work: out,
      onProgress: tellShare('photos'),
    });
    const seed = count('seed', values.seed);
    const shown = count('presentations', values.presentations);
    const file = presentationJournal(out, pack, seed, true);
    const presented =
      shown === 0 || !pack.liveness
        ? undefined
        : await present({
            dataset,
            photos: toPresent(acquired, pack.quality, 1, shown),
            kinds: presentationKinds,
            pack,
            modelFolder: defaultModelFolder(),
            seed,
            ask: true,
            file,
            onProgress: tellShare('presentations'),
          });
    const report = makeReport({
      photos: acquired,
      groups: Object.keys(groups),
      pack,
      refused,
      seed,
      residentMiB: process.resourceUsage().maxRSS / 1024,
      ...(presented ? { presented } : {}),
      resamplings: count('resamplings', values.resamplings),
      onProgress: (what) => process.stderr.write(`${what}\n`),
      ...(crossFit === undefined ? {} : { crossFit }),
    });
    await writeFile(join(out, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
    await writeFile(join(out, 'report.html'), reportPage(report, { pack: `${pack.name} ${pack.version}`, dataset }));
    if (!values.keep) await Promise.all([forgetAcquired(out, pack, dataset), rm(file, { force: true })]);
    show(report);
    console.log(`report: ${join(out, 'report.html')}`);
    if (values.json) console.log(JSON.stringify(report));
    return 0;
  },
};

function demandStrangers(photos: readonly Photo[], pack: RecognizerPack): void {
  const known = peopleKnownTo(pack, photos);
  if (known.size > 0) throw certifyFault('SAME_PEOPLE', `${known.size} people`);
}

function show({ rows, operating, failureToAcquire, attacks, residentMiB }: Report): void {
  const percent = ({ value, low, high }: { value: number; low: number; high: number }) =>
    `${(100 * value).toPrecision(3)} % (${(100 * low).toPrecision(3)}–${(100 * high).toPrecision(3)})`;
  console.log(
    `failure to acquire: photos ${percent(failureToAcquire.photos)}, transactions ${percent(failureToAcquire.transactions)}`,
  );
  for (const { step, group, threshold, fnmr, atStrictest } of rows)
    console.log(
      `${step.padEnd(44)} ${group.padEnd(12)} FNMR at FMR 0.01 % (${threshold.toFixed(3)}): ${percent(fnmr)}; at ${atStrictest.threshold.toFixed(3)}: ${percent(atStrictest.fnmr)}`,
    );
  for (const { group, threshold, fnmr, fmr } of operating)
    console.log(`operating point ${threshold} ${group.padEnd(12)} FNMR ${percent(fnmr)} FMR ${percent(fmr)}`);
  if (attacks) {
    console.log(
      `simulated attacks: BPCER ${percent(attacks.bpcer)}, asked to turn the head: ${percent(attacks.asked)}`,
    );
    for (const { kind, acquired, atOnce, taken } of attacks.kinds)
      if (kind !== 'living')
        console.log(
          `  ${kind.padEnd(13)} APCER ${percent(taken)}, without the turn ${percent(atOnce)}, of ${acquired}`,
        );
  }
  console.log(`memory at most ${residentMiB.toFixed(0)} MiB`);
}
