import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { calibrate } from '../../build/certify/calibrate.ts';
import { foldOf } from '../../build/certify/dataset.ts';
import { fitQuality, passes } from '../../build/certify/quality-fit.ts';
import { makeReport } from '../../build/certify/report.ts';
import { reportPage } from '../../build/certify/report-page.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { defaultPackFile, readPack } from '../../firmware/face/pack.ts';
import { madePhotos } from './made-photos.ts';

const test = suite('the report on a recognizer');
const photos = madePhotos(120, 4, seededRandom(3));
const pack = await readPack(defaultPackFile());
const options = {
  photos,
  groups: ['few'],
  pack,
  crossFit: 5,
  refused: 0.2,
  seed: 1,
  resamplings: 50,
  residentMiB: 1,
  onProgress: () => undefined,
};

test('[R11] the fitted gate refuses the weakest photos and no more than it was told', () => {
  const gate = fitQuality(photos, 0.25);
  const used = photos.filter((photo) => passes(gate, photo));
  assert.ok(Math.abs(used.length / photos.length - 0.75) < 0.01);
  const mean = (list: typeof photos) => list.reduce((sum, { agreement }) => sum + agreement, 0) / list.length;
  assert.ok(mean(used) > mean(photos) + 0.01, 'what is left is better');
  assert.ok(gate.weights.norm > 0 || gate.weights.agreement > 0);
});

test('[R11] the shipped threshold is that of the strictest group, rounded up', () => {
  const { threshold, thresholds } = calibrate(photos, ['few'], 0.2, seededRandom(1));
  const strictest = Math.max(...Object.values(thresholds));
  assert.ok(threshold >= strictest && threshold - strictest < 0.0101);
  assert.equal(Object.keys(thresholds), ['everybody', 'few']);
});

test('[R11] the report has every step for every group, gets better step by step, and is the same for the same seed', () => {
  const report = makeReport(options);
  assert.equal([...new Set(report.rows.map(({ group }) => group))], ['everybody', 'few']);
  assert.is(report.rows.length, 10);
  const fnmr = (step: string) => report.rows.find((row) => row.step.startsWith(step) && row.group === 'everybody');
  const [single, gated, fused] = ['single, mirror', 'single, gated', 'transaction of up to 3 photos, gated'].map(
    (step) => fnmr(step)?.fnmr.value ?? Number.NaN,
  ) as [number, number, number];
  assert.ok(gated <= single && fused <= gated, `${single} ${gated} ${fused}`);
  assert.ok(Math.abs(report.failureToAcquire.photos.value - 0.2) < 0.05);
  assert.equal(JSON.parse(JSON.stringify(makeReport(options))), JSON.parse(JSON.stringify(report)));
  const page = reportPage(report, { pack: '<b>' });
  assert.not(page.includes('<b>'), 'words are shown, not obeyed');
  assert.not(/https?:\/\/(?!www\.w3\.org)/.test(page), 'nothing comes from elsewhere');
});

test('[R11] nobody is in two folds, and every fold has somebody', () => {
  const folds = new Set(photos.map(({ person }) => foldOf(person, 5)));
  assert.is(folds.size, 5);
  for (const { person } of photos) assert.is(foldOf(person, 5), foldOf(person, 5));
});

test.run();
