import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { Zip, ZipDeflate } from 'fflate';
import type { DeviceKey } from '../../crypto/device-key.ts';
import { canonicalJson, type Plain } from './canonical-json.ts';
import { csvHead, csvLine } from './log-csv.ts';
import { type Book, logFiles } from './log-files.ts';
import { readLine } from './operation-record.ts';
import { linesOf } from './verify-operation-log.ts';

/** What an export says of itself; the device signs its canonical JSON. */
export type ExportManifest = {
  readonly format: 'kazasu records 1';
  /** RFC 3339. */
  readonly made: string;
  /** SHA-256 of each file, hexadecimal. */
  readonly files: { readonly [name: string]: string };
};

/** What the device signs of a manifest. */
export const manifestText = (manifest: ExportManifest): string => `kazasu export 1 ${canonicalJson(manifest)}`;

export interface ExportWish {
  /** Folder of the records; a reader may go on writing meanwhile. */
  readonly folder: string;
  /** The ZIP file to make, for its owner alone. */
  readonly out: string;
  readonly key: DeviceKey;
  /** Wall clock, ms. */
  readonly now: number;
}

const books: readonly Book[] = ['operation', 'error'];

/**
 * Writes both logs into one signed file: `operation.jsonl` and `error.jsonl` as they stand, the same as tables (`.csv`), the device's
 * certificate, `manifest.json` and its signature (`manifest.sig`, base64url). `kazasu log verify FILE` checks it.
 */
export async function exportRecords({ folder, out, key, now }: ExportWish): Promise<ExportManifest> {
  const draft = `${out}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    const manifest = await writeArchive(file, { folder, key, now });
    await file.sync();
    await file.close();
    await rename(draft, out);
    return manifest;
  } catch (error) {
    await file.close();
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeArchive(file: FileHandle, { folder, key, now }: Omit<ExportWish, 'out'>): Promise<ExportManifest> {
  const archive = new Archive(file, now);
  for (const book of books) {
    const paths = await logFiles(folder, book);
    await archive.add(
      `${book}.jsonl`,
      wholeLines(paths, (line) => `${line}\n`),
    );
    await archive.add(`${book}.csv`, tableOf(paths));
  }
  await archive.add('device-certificate.pem', [key.certificate]);
  const manifest = {
    format: 'kazasu records 1',
    made: new Date(now).toISOString(),
    files: { ...archive.digests },
  } as const satisfies Plain;
  await archive.add('manifest.json', [canonicalJson(manifest)]);
  await archive.add('manifest.sig', [key.sign(manifestText(manifest))]);
  await archive.end();
  return manifest;
}

/** The lines that are whole: a reader may be writing the last one just now. */
async function* wholeLines(paths: readonly string[], as: (line: string) => string): AsyncGenerator<string> {
  for (const path of paths) for await (const { text, whole } of linesOf(path)) if (whole) yield as(text);
}

async function* tableOf(paths: readonly string[]): AsyncGenerator<string> {
  yield csvHead;
  yield* wholeLines(paths, (line) => {
    const record = readLine(line);
    return typeof record === 'string' ? '' : csvLine(record); // what is no record stands in the other file, as evidence
  });
}

/** A ZIP file that is written while it is made: a log may be larger than memory. */
class Archive {
  readonly digests: Record<string, string> = {};
  readonly #zip: Zip;
  readonly #mtime: Date;
  readonly #file: FileHandle;
  #made: Uint8Array[] = [];

  constructor(file: FileHandle, now: number) {
    this.#file = file;
    this.#mtime = new Date(now);
    this.#zip = new Zip((error, piece) => {
      if (error) throw error;
      this.#made.push(piece);
    });
  }

  async add(name: string, texts: Iterable<string> | AsyncIterable<string>): Promise<void> {
    const entry = new ZipDeflate(name, { level: 6 });
    entry.mtime = this.#mtime;
    this.#zip.add(entry);
    const sum = createHash('sha256');
    for await (const text of texts) {
      const bytes = Buffer.from(text);
      sum.update(bytes);
      entry.push(bytes);
      await this.#flush();
    }
    entry.push(new Uint8Array(), true);
    await this.#flush();
    this.digests[name] = sum.digest('hex');
  }

  async end(): Promise<void> {
    this.#zip.end();
    await this.#flush();
  }

  async #flush(): Promise<void> {
    for (const piece of this.#made.splice(0)) await this.#file.write(piece);
  }
}
