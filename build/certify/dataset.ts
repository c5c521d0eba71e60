import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecognizerPack } from '../../firmware/face/pack.ts';
import { certifyFault } from './faults.ts';

/** One photo of a dataset. */
export interface Photo {
  /** Path within the dataset's folder: `person/photo.jpg`. */
  readonly path: string;
  /** Whose it is: names that are one another's words in other order or letter case count as one person. */
  readonly person: string;
  /** The named groups that the person belongs to. */
  readonly groups: readonly string[];
}

export interface DatasetOptions {
  readonly folder: string;
  /** Group name → file with one person's name a line. */
  readonly groups: Readonly<Record<string, string>>;
  /** File with one photo's name a line: photos that are known to be wrong. */
  readonly leaveOut?: string;
}

const isPhoto = /\.(jpe?g|png)$/i;

/** Lists a dataset of the layout `person/photo.jpg`. Throws `DATASET_UNREADABLE`, `DATASET_TOO_SMALL`. */
export async function readDataset({ folder, groups, leaveOut }: DatasetOptions): Promise<Photo[]> {
  const members = new Map<string, Set<string>>();
  for (const [name, file] of Object.entries(groups)) members.set(name, new Set((await linesOf(file)).map(identityOf)));
  const wrong = new Set(leaveOut === undefined ? [] : (await linesOf(leaveOut)).map(withoutEnding));
  const photos: Photo[] = [];
  for (const name of await listed(folder)) {
    const person = identityOf(name);
    const own = [...members].filter(([, people]) => people.has(person)).map(([group]) => group);
    for (const photo of await listed(join(folder, name)))
      if (isPhoto.test(photo) && !wrong.has(withoutEnding(photo)))
        photos.push({ path: `${name}/${photo}`, person, groups: own });
  }
  if (new Set(photos.map(({ person }) => person)).size < 20) throw certifyFault('DATASET_TOO_SMALL', folder);
  return photos;
}

/** The words of a name in one order and letter case: press archives spell one person Wang_Nan and Nan_Wang. */
export const identityOf = (name: string): string =>
  name
    .toLowerCase()
    .split(/[\s_-]+/)
    .sort()
    .join('_');

/** A person's name as a calibration remembers it: enough to know the person again, not to learn the name. */
export const digestOf = (person: string): string => createHash('sha256').update(person).digest('hex').slice(0, 8);

/** Those people on whom the pack was calibrated: it remembers them by digests of their names, four bytes each, in base64. */
export function peopleKnownTo({ calibration }: RecognizerPack, photos: readonly Photo[]): Set<string> {
  const bytes = Buffer.from(String(calibration.calibratedOn ?? ''), 'base64').toString('hex');
  const known = new Set(bytes.match(/.{8}/g));
  return new Set(photos.flatMap(({ person }) => (known.has(digestOf(person)) ? [person] : [])));
}

/** A person's fold of `folds`, by the name alone: nobody is in two. */
export const foldOf = (person: string, folds: number): number =>
  Number.parseInt(digestOf(`fold ${person}`), 16) % folds;

const withoutEnding = (photo: string): string => photo.trim().replace(isPhoto, '');

async function listed(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch((cause: unknown) => {
    if (Reflect.get(Object(cause), 'code') === 'ENOTDIR') return [];
    throw certifyFault('DATASET_UNREADABLE', folder, { cause });
  });
  return entries.sort();
}

async function linesOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw certifyFault('DATASET_UNREADABLE', file, { cause });
  });
  return text.split('\n').flatMap((line) => line.trim() || []);
}
