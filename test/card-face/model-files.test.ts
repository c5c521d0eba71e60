import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCardFaceReader } from '../../firmware/card-face/reader.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

const test = suite('model files of the card face');

const models = join(projectHome(), 'models/card-face');
const [model, dictionary] = ['ch_PP-OCRv4_rec_infer.onnx', 'ppocr_keys_v1.txt'] as const;

let folder: string;
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'kazasu-card-face-'));
});
test.after.each(() => rmSync(folder, { recursive: true, force: true }));

async function codeOfLoading(): Promise<string> {
  try {
    const reader = await loadCardFaceReader({ modelFolder: folder, threads: 1 });
    await reader.close();
    return 'loaded';
  } catch (error) {
    return error instanceof CodedError ? error.code : String(error);
  }
}

test('both files there: loaded', async () => {
  for (const file of [model, dictionary]) copyFileSync(join(models, file), join(folder, file));
  assert.is(await codeOfLoading(), 'loaded');
});

test('a missing file has its code', async () => {
  assert.is(await codeOfLoading(), 'CARD_FACE_MODEL_MISSING');
  copyFileSync(join(models, dictionary), join(folder, dictionary));
  assert.is(await codeOfLoading(), 'CARD_FACE_MODEL_MISSING');
});

test('a damaged model, and a dictionary of another model, have their code', async () => {
  copyFileSync(join(models, dictionary), join(folder, dictionary));
  writeFileSync(join(folder, model), 'no model');
  assert.is(await codeOfLoading(), 'CARD_FACE_MODEL_BROKEN');
  copyFileSync(join(models, model), join(folder, model));
  writeFileSync(join(folder, dictionary), '0\n1\n2\n');
  assert.is(await codeOfLoading(), 'CARD_FACE_MODEL_BROKEN');
});

test.run();
