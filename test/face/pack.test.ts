import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { demandPack } from '../../firmware/check/recognizer-pack.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { cosine } from '../../firmware/face/compare.ts';
import { loadFaceEngine } from '../../firmware/face/engine.ts';
import {
  defaultModelFolder,
  defaultPackFile,
  modelsOf,
  type RecognizerPack,
  readPack,
} from '../../firmware/face/pack.ts';
import { decodeJpeg } from '../../firmware/face/picture.ts';
import type { Template } from '../../firmware/face/template.ts';
import { portrait, refusal } from './support.ts';

const test = suite('recognizer pack');
let folder: string;

test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'kazasu-pack-'));
});
test.after.each(() => rmSync(folder, { recursive: true }));

/** The default pack's models in a folder of the test's own. */
const copiedModels = (): string => {
  cpSync(defaultModelFolder(), folder, { recursive: true });
  return folder;
};

/** The default manifest with one entry changed, as a file. */
function changedManifest(path: string, value: unknown): string {
  const manifest = JSON.parse(readFileSync(defaultPackFile(), 'utf8'));
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((object, key) => object[key], manifest);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  const file = join(folder, 'pack.json');
  writeFileSync(file, JSON.stringify(manifest));
  return file;
}

test('the default pack names the models that the set-up brings, by the same sums', async () => {
  const pack = await readPack(defaultPackFile());
  const sources = JSON.parse(readFileSync(join(projectHome(), 'build/models.json'), 'utf8'));
  const sums = new Map(
    sources.flatMap(({ files }: { files: { to: string; sha256: string }[] }) =>
      files.map(({ to, sha256 }) => [basename(to), sha256]),
    ),
  );
  assert.is(modelsOf(pack).length, 4);
  for (const { file, sha256 } of modelsOf(pack)) assert.is(sums.get(file), sha256, file);
});

test('a tampered model file is refused', async () => {
  const modelFolder = copiedModels();
  const pack = await readPack(defaultPackFile());
  for (const { file } of modelsOf(pack)) {
    const bytes = readFileSync(join(modelFolder, file));
    const middle = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    writeFileSync(join(modelFolder, file), bytes);
    assert.is(await refusal(loadFaceEngine({ pack, modelFolder, threads: 1 })), 'FACE_MODEL_MISMATCH', file);
    cpSync(join(defaultModelFolder(), file), join(modelFolder, file));
  }
});

test('a missing model file is refused', async () => {
  const pack = await readPack(defaultPackFile());
  assert.is(await refusal(loadFaceEngine({ pack, modelFolder: folder, threads: 1 })), 'FACE_MODEL_MISSING');
});

test('two recognizers fused: a cosine is the weighted mean of theirs', async () => {
  const pack = await readPack(defaultPackFile());
  // The same model fed with another order of colours sees other faces.
  const { feature } = pack.models;
  const other = { ...feature, input: { ...feature.input, channels: 'rgb' as const } };
  const fusedWith = { feature: other, length: 512, withMirrorImage: false, weight: 0.25 };
  const alone = {
    ...pack,
    models: { ...pack.models, feature: other },
    template: { ...pack.template, withMirrorImage: false },
  };
  const templates = async (of: RecognizerPack) => {
    const engine = await loadFaceEngine({ pack: of, modelFolder: defaultModelFolder(), threads: 1 });
    const made = await Promise.all(
      (['grace-hopper', 'eileen-collins'] as const).map(async (who) => {
        const picture = await decodeJpeg(portrait(who));
        const [face] = await engine.detect(picture);
        if (!face) throw new Error('no face');
        return engine.embed(engine.align(picture, await engine.landmarks(picture, face)));
      }),
    );
    await engine.close();
    return made as [Template, Template];
  };
  const between = ([one, two]: readonly [Template, Template]) => cosine(one.values, two.values);
  const [first, second, both] = [
    await templates(pack),
    await templates(alone),
    await templates({ ...pack, fusedWith }),
  ];
  assert.is(both[0].values.length, 1024);
  assert.ok(Math.abs(cosine(both[0].values, both[0].values) - 1) < 1e-5);
  assert.ok(Math.abs(between(both) - (between(first) + 0.25 * between(second)) / 1.25) < 1e-4);
  assert.ok(Math.abs(between(first) - between(second)) > 0.005, 'they differ at all');
  assert.is(both[0].norm, first[0].norm);
});

test('[R11] a reader does not start with a pack that is tampered, or brings no liveness where it is required', async () => {
  const liveness = { required: true, leastScore: 0, turnMs: 8000 };
  const settings = { models: '', threads: 1, liveness };
  copiedModels();
  const recognizerPack = changedManifest('name', 'other');
  assert.is(await refusal(demandPack({ ...settings, recognizerPack })), 'not refused');
  changedManifest('liveness', undefined);
  assert.is(await refusal(demandPack({ ...settings, recognizerPack })), 'FACE_LIVENESS_MISSING');
  const lax = { ...settings, recognizerPack, liveness: { ...liveness, required: false } };
  assert.is(await refusal(demandPack(lax)), 'not refused');
  writeFileSync(join(folder, 'fr_feature.onnx'), 'tampered');
  assert.is(await refusal(demandPack(lax)), 'FACE_MODEL_MISMATCH');
  assert.is(
    await refusal(demandPack({ ...settings, recognizerPack: join(folder, 'none.json') })),
    'FACE_PACK_UNREADABLE',
  );
});

test('a model with other inputs and outputs than the manifest says is refused', async () => {
  const pack = await readPack(defaultPackFile());
  const modelFolder = defaultModelFolder();
  const withFeature = (feature: RecognizerPack['models']['feature']) =>
    loadFaceEngine({ pack: { ...pack, models: { ...pack.models, feature } }, modelFolder, threads: 1 });
  const { feature, landmarks } = pack.models;
  const otherFile = { ...feature, file: landmarks.file, sha256: landmarks.sha256 };
  assert.is(await refusal(withFeature(otherFile)), 'FACE_MODEL_UNUSABLE');
  assert.is(await refusal(withFeature({ ...feature, outputs: ['no such output'] })), 'FACE_MODEL_UNUSABLE');
  const longer = loadFaceEngine({
    pack: { ...pack, template: { ...pack.template, length: 1024 } },
    modelFolder,
    threads: 1,
  });
  assert.is(await refusal(longer), 'FACE_MODEL_UNUSABLE');
});

test('a file that is no model is refused, though its sum is right', async () => {
  const { createHash } = await import('node:crypto');
  const modelFolder = copiedModels();
  const pack = await readPack(defaultPackFile());
  const bytes = Buffer.from('not a model');
  writeFileSync(join(modelFolder, 'other.onnx'), bytes);
  const detect = {
    ...pack.models.detect,
    file: 'other.onnx',
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const loading = loadFaceEngine({ pack: { ...pack, models: { ...pack.models, detect } }, modelFolder, threads: 1 });
  assert.is(await refusal(loading), 'FACE_MODEL_UNUSABLE');
});

const wrong: [string, unknown][] = [
  ['name', ''],
  ['licence', undefined],
  ['models.detect', undefined],
  ['models.feature.sha256', 'abc'],
  ['models.feature.file', '../../elsewhere.onnx'],
  ['models.feature.input.channels', 'cmyk'],
  ['models.feature.input.divide', 0],
  ['models.detect.outputs', ['scores']],
  ['template.points', [[1, 2]]],
  ['template.length', 12.5],
  ['quality.weights.norm', undefined],
  ['quality.least', 'high'],
  ['threshold', 0],
  ['threshold', '0.5'],
  ['threshold', 1],
  ['calibration', []],
  ['liveness.cues.colour.spread', undefined],
  ['liveness.boxGrown', 0],
  ['fusedWith', { length: 512 }],
];
for (const [path, value] of wrong) {
  test(`a manifest with ${path} = ${JSON.stringify(value)} is refused, and the place is named`, async () => {
    const file = changedManifest(path, value);
    try {
      await readPack(file);
    } catch (error) {
      assert.is((error as { code: string }).code, 'FACE_PACK_UNREADABLE');
      assert.match((error as Error).message, path);
      return;
    }
    assert.unreachable();
  });
}

test('a missing manifest, and one that is no JSON, are refused', async () => {
  assert.is(await refusal(readPack(join(folder, 'none.json'))), 'FACE_PACK_UNREADABLE');
  writeFileSync(join(folder, 'broken.json'), '{');
  assert.is(await refusal(readPack(join(folder, 'broken.json'))), 'FACE_PACK_UNREADABLE');
});

test.run();
