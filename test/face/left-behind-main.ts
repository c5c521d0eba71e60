// One face check in a process of its own, on files of the folder given; prints what of it stands in memory while it
// runs and after.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import type { Frame } from '../../drivers/camera/contract.ts';
import { isMatch } from '../../firmware/face/compare.ts';
import { type FaceEngine, loadFaceEngine } from '../../firmware/face/engine.ts';
import { captureLive, usualCapture } from '../../firmware/face/live-capture.ts';
import { defaultModelFolder, defaultPackFile, readPack } from '../../firmware/face/pack.ts';
import { referenceTemplate } from '../../firmware/face/reference-template.ts';
import { foundInMemory, type Needle, needle } from './memory-scan.ts';

const folder = process.argv[2] ?? '';
const needles: Needle[] = [];
let during: string[] = [];

const engine = await loadFaceEngine({
  pack: await readPack(defaultPackFile()),
  modelFolder: defaultModelFolder(),
  threads: 1,
});

type Tensors = Record<string, { readonly data: unknown }>;
interface Session {
  run(feeds: Tensors, fetches: Tensors): Promise<Tensors>;
}
// What goes into the models and comes out of them for a live frame, before anybody else sees it.
let living = false;
const session = (ort.InferenceSession as unknown as { prototype: Session }).prototype;
const { run } = session;
session.run = async function (feeds, fetches) {
  const note = (kind: string, tensors: Tensors) => {
    for (const { data } of Object.values(tensors)) {
      // Three logits are too short to be found, and tell nothing of who it is.
      if (living && data instanceof Float32Array && data.length > 24)
        needles.push(needle(`live model ${kind}`, data, data.length * 2));
    }
  };
  note('input', feeds);
  const outputs = await run.call(this, feeds, fetches);
  note('output', outputs);
  return outputs;
};

/** The engine, with a note taken of everything of a person that passes. */
function watched(kind: string): FaceEngine {
  return {
    ...engine,
    async detect(picture) {
      const faces = await engine.detect(picture);
      const [face] = faces;
      if (face) {
        const row = Math.round(face.y + face.height / 2);
        needles.push(
          needle(`${kind} row`, picture.rgb, (row * picture.width + Math.round(face.x + face.width / 3)) * 3),
        );
      }
      return faces;
    },
    align(picture, landmarks) {
      const aligned = engine.align(picture, landmarks);
      needles.push(needle(`${kind} landmarks`, landmarks, 80), needle(`${kind} aligned`, aligned, 56 * 112 * 3 + 100));
      return aligned;
    },
    async embed(aligned) {
      const template = await engine.embed(aligned);
      needles.push(needle(`${kind} template`, template.values, 400));
      if (kind === 'live' && during.length === 0) during = foundInMemory(needles);
      return template;
    },
  };
}

async function* frames(): AsyncGenerator<Frame> {
  living = true;
  let at = 0;
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.jpg'))
    .sort()) {
    const jpeg = readFileSync(join(folder, name));
    needles.push(needle('live jpeg', jpeg, jpeg.length >> 1));
    yield { jpeg, at };
    at += 67;
  }
}

const photo = readFileSync(join(folder, 'photo.j2k'));
needles.push(needle('photo jpeg 2000', photo, photo.length >> 1));
const reference = await referenceTemplate(photo, watched('photo'));
needles.push(needle('reference', reference.values, 100));
const face = await captureLive(
  frames(),
  watched('live'),
  usualCapture,
  () => undefined,
  new AbortController().signal,
  () => 0.2,
);
needles.push(needle('fused', face.values, 100));
living = false;
const held = foundInMemory(needles);
const matched = isMatch(reference, face, engine.pack.threshold);
reference.values.fill(0);
face.values.fill(0);
photo.fill(0);
await engine.forget();
const after = foundInMemory(needles);
await engine.close();
console.log(JSON.stringify({ matched, during, held, after, noted: [...new Set(needles.map(({ name }) => name))] }));
