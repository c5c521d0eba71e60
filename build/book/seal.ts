import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DeviceKey, deviceKeyOf, isSignedBy } from '../../crypto/device-key.ts';

const sealFile = 'seal.json';

/** What the device signs of a book: the SHA-256 of the list of all its files with their own. */
const sealedText = (files: Readonly<Record<string, string>>): string =>
  `kazasu book 1 ${createHash('sha256').update(JSON.stringify(files)).digest('hex')}`;

/** Seals a book's folder with the device's key: `seal.json` lists every file by its SHA-256. */
export async function sealBook(folder: string, key: DeviceKey): Promise<void> {
  const files = await hashesOf(folder);
  const seal = { files, signature: key.sign(sealedText(files)), certificate: key.certificate };
  await writeFile(join(folder, sealFile), `${JSON.stringify(seal, null, 1)}\n`);
}

/** What is wrong with a book's seal; nothing: it is as it was sealed. `certificate`: PEM of the device that it must be from. */
export async function sealProblems(folder: string, certificate?: string): Promise<string[]> {
  const seal = JSON.parse(await readFile(join(folder, sealFile), 'utf8').catch(() => '{}'));
  if (typeof seal.signature !== 'string') return ['it has no seal'];
  if (!isSignedBy(deviceKeyOf(certificate ?? seal.certificate), sealedText(seal.files), seal.signature))
    return ['its seal was not made by this device'];
  const now = await hashesOf(folder);
  const names = [...new Set([...Object.keys(now), ...Object.keys(seal.files)])];
  return names
    .filter((name) => now[name] !== seal.files[name])
    .map((name) =>
      now[name] === undefined
        ? `${name} is missing`
        : seal.files[name] === undefined
          ? `${name} was added`
          : `${name} was changed`,
    );
}

async function hashesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => name !== sealFile)
    .sort();
  const hashed = names.map(async (name) => [
    name,
    createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex'),
  ]);
  return Object.fromEntries(await Promise.all(hashed));
}
