import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type FaceEngine, loadFaceEngine } from '../../firmware/face/engine.ts';
import type { RecognizerPack } from '../../firmware/face/pack.ts';
import { usualQuality } from '../../firmware/face/quality.ts';
import type { Photo } from './dataset.ts';
import { openJournal } from './journal.ts';
import { type Look, lookAtPhoto } from './look-at-photo.ts';

/** A photo and what the device made of it. */
export interface Acquired extends Photo, Look {}

export interface Acquisition {
  readonly dataset: string;
  readonly photos: readonly Photo[];
  readonly pack: RecognizerPack;
  readonly modelFolder: string;
  /** Folder where it goes on after an interruption. It holds templates of the dataset's people until the report is written. */
  readonly work: string;
  readonly onProgress: (done: number, of: number) => void;
}

/** Sends every photo through the device's pipeline, on all cores; what an earlier run has done is not done again. */
export async function acquire({
  dataset,
  photos,
  pack,
  modelFolder,
  work,
  onProgress,
}: Acquisition): Promise<Acquired[]> {
  const journal = await openJournal(journalOf(work, pack, dataset), wordsOf, lookOf);
  const done = new Map(journal.done);
  const waiting = photos.filter(({ path }) => !done.has(path)).values();
  const lane = async () => {
    const [plain, mirroring] = await Promise.all([false, true].map((mirror) => engineOf(pack, modelFolder, mirror)));
    if (!plain || !mirroring) return;
    for (const photo of waiting) {
      const look = await lookAtPhoto(join(dataset, photo.path), plain, mirroring, usualQuality);
      done.set(photo.path, look);
      await journal.add(photo.path, look);
      onProgress(done.size, photos.length);
    }
    await Promise.all([plain.close(), mirroring.close()]);
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() }, lane));
  } finally {
    await journal.close();
  }
  return photos.flatMap((photo) => ({ ...photo, ...(done.get(photo.path) as Look) }));
}

/** Takes the templates of the dataset's people away. */
export const forgetAcquired = (work: string, pack: RecognizerPack, dataset: string): Promise<void> =>
  rm(journalOf(work, pack, dataset), { force: true });

const engineOf = (pack: RecognizerPack, modelFolder: string, withMirrorImage: boolean): Promise<FaceEngine> =>
  loadFaceEngine({ pack: { ...pack, template: { ...pack.template, withMirrorImage } }, modelFolder, threads: 1 });

/** Another recognizer, other rules or another dataset begin anew. */
function journalOf(work: string, { models, template, fusedWith }: RecognizerPack, dataset: string): string {
  const what = createHash('sha256')
    .update(JSON.stringify({ models, template, fusedWith, dataset, usualQuality }))
    .digest('hex')
    .slice(0, 16);
  return join(work, `acquired-${what}.jsonl`);
}

const wordsOf = ({ plain, mirrored, ...rest }: Look): object => ({
  ...rest,
  ...(plain && mirrored ? { plain: base64(plain), mirrored: base64(mirrored) } : {}),
});

const lookOf = ({
  plain,
  mirrored,
  ...rest
}: Omit<Look, 'plain' | 'mirrored'> & { plain?: string; mirrored?: string }): Look =>
  plain && mirrored ? { ...rest, plain: floats(plain), mirrored: floats(mirrored) } : rest;

const base64 = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

function floats(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
