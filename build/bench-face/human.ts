import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as HumanModule from '@vladmandic/human';
import { decodeJpeg, forbidPictureCache } from '../../firmware/face/picture.ts';
import { nearestTheMiddle } from '../certify/nearest-the-middle.ts';
import type { Contender } from './contender.ts';
import { folderOf, requireBeside, startWasmBackend } from './peer-package.ts';

const name = '@vladmandic/human';
const off = { enabled: false };

/**
 * Human's path for recognition by its own defaults: BlazeFace, face mesh, the descriptor of faceres. What recognition does not need is
 * off. Its documentation advises turning tilted faces upright (`detector.rotation`); on photos that made it slower and no surer.
 */
export async function loadHuman(): Promise<Contender> {
  forbidPictureCache(1);
  fetchFilesOnly();
  const { folder: wasmPath, engine } = await startWasmBackend();
  const { Human } = requireBeside(name, 'human.node-wasm.js') as typeof HumanModule;
  const human = new Human({
    backend: 'wasm',
    wasmPath,
    modelBasePath: pathToFileURL(join(folderOf(name), '../models/')).href,
    debug: false,
    cacheSensitivity: 0, // else a photo much like the last gets the last one's faces
    face: {
      enabled: true,
      detector: { maxDetected: 10 }, // the person may not be the first that it finds
      mesh: { enabled: true },
      description: { enabled: true },
      iris: off,
      emotion: off,
    },
    body: off,
    hand: off,
    object: off,
    gesture: off,
    segmentation: off,
  });
  await human.load();
  return {
    engine,
    threshold: 0.5,
    likeness: (one, other) =>
      similarityOf(human.match.distance(one as unknown as number[], other as unknown as number[])),
    look: async (jpeg) => {
      const picture = await decodeJpeg(jpeg);
      const tensor = human.tf.tensor3d(picture.rgb, [picture.height, picture.width, 3], 'int32');
      try {
        const { face: faces } = await human.detect(tensor);
        const boxes = faces.flatMap(({ box: [x, y, width, height], embedding }) =>
          embedding ? [{ x, y, width, height, embedding }] : [],
        );
        const person = nearestTheMiddle(picture, boxes);
        return person && { template: Float32Array.from(person.embedding), passes: true };
      } finally {
        human.tf.dispose(tensor);
      }
    },
  };
}

/** Its `match.similarity` without the rounding to hundredths and the limits 0 and 1, which would make unlike scores equal. */
const similarityOf = (distance: number): number => (1 - Math.sqrt(distance) / 100 - 0.2) / 0.6;

/** Its models are fetched by URL, and Node fetches no files; nothing else is to be fetched. */
function fetchFilesOnly(): void {
  globalThis.fetch = async (url) => new Response(await readFile(fileURLToPath(String(url))));
}
