// One face check in a process of its own, on files of the folder given; prints what of it stands in memory while it runs and after.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from '../../drivers/camera/contract.ts';
import { type FaceEngine, loadFaceEngine } from '../../firmware/face/engine.ts';
import { captureLive, usualCapture } from '../../firmware/face/live-capture.ts';
import { matchFaces } from '../../firmware/face/match.ts';
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
  let at = 0;
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.jpg'))
    .sort()) {
    const jpeg = readFileSync(join(folder, name));
    needles.push(needle('live jpeg', jpeg, jpeg.length >> 1));
    yield { jpeg, at: (at += 67) };
  }
}

const photo = readFileSync(join(folder, 'photo.j2k'));
needles.push(needle('photo jpeg 2000', photo, photo.length >> 1));
const reference = await referenceTemplate(photo, watched('photo'));
needles.push(needle('reference', reference.values, 100));
const live = await captureLive(frames(), watched('live'), usualCapture, () => undefined, new AbortController().signal);
needles.push(needle('fused', live.values, 100));
const held = foundInMemory(needles);
const { matched } = matchFaces(reference, live, engine.pack);
photo.fill(0);
await engine.forget();
const after = foundInMemory(needles);
await engine.close();
console.log(JSON.stringify({ matched, during, held, after, kinds: new Set(needles.map(({ name }) => name)).size }));
