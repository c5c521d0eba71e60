import { createHash } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type FaceEngine, loadFaceEngine } from '../../firmware/face/engine.ts';
import type { RecognizerPack } from '../../firmware/face/pack.ts';
import { usualQuality } from '../../firmware/face/quality.ts';
import type { Photo } from './dataset.ts';
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
  const file = journalOf(work, pack, dataset);
  const done = await readJournal(file);
  const waiting = photos.filter(({ path }) => !done.has(path)).values();
  const journal = await open(file, 'a');
  let count = done.size;
  const lane = async () => {
    const [plain, mirroring] = await Promise.all([false, true].map((mirror) => engineOf(pack, modelFolder, mirror)));
    if (!plain || !mirroring) return;
    for (const photo of waiting) {
      const look = await lookAtPhoto(join(dataset, photo.path), plain, mirroring, usualQuality);
      done.set(photo.path, look);
      await journal.write(lineOf(photo.path, look));
      onProgress(++count, photos.length);
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

async function readJournal(file: string): Promise<Map<string, Look>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const done = new Map<string, Look>();
  for (const line of text.split('\n')) {
    const entry = parsed(line);
    if (entry) done.set(...entry);
  }
  return done;
}

const lineOf = (path: string, { plain, mirrored, ...rest }: Look): string =>
  `${JSON.stringify({ path, ...rest, ...(plain && mirrored ? { plain: base64(plain), mirrored: base64(mirrored) } : {}) })}\n`;

/** Undefined for a line that an interruption cut off. */
function parsed(line: string): [string, Look] | undefined {
  try {
    const { path, plain, mirrored, ...rest } = JSON.parse(line);
    return [path, plain ? { ...rest, plain: floats(plain), mirrored: floats(mirrored) } : rest];
  } catch {
    return undefined;
  }
}

const base64 = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

function floats(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
