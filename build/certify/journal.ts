import { type FileHandle, open, readFile } from 'node:fs/promises';

/** Work that an interruption does not lose: one JSON line for each thing that is done. */
export class Journal<Entry> {
  readonly done: ReadonlyMap<string, Entry>;
  readonly #file: FileHandle;
  readonly #wordsOf: (entry: Entry) => object;

  /** @param wordsOf what of an entry can be written as JSON */
  constructor(file: FileHandle, done: ReadonlyMap<string, Entry>, wordsOf: (entry: Entry) => object) {
    this.#file = file;
    this.done = done;
    this.#wordsOf = wordsOf;
  }

  async add(key: string, entry: Entry): Promise<void> {
    await this.#file.write(`${JSON.stringify({ key, ...this.#wordsOf(entry) })}\n`);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/**
 * Opens a journal where it was left; a line that an interruption cut off is left out.
 * @param entryOf makes an entry of its words again
 */
export async function openJournal<Entry>(
  file: string,
  wordsOf: (entry: Entry) => object,
  // biome-ignore lint/suspicious/noExplicitAny: what JSON gives; only this program writes these files
  entryOf: (words: any) => Entry,
): Promise<Journal<Entry>> {
  const done = new Map<string, Entry>();
  for (const line of (await readFile(file, 'utf8').catch(() => '')).split('\n')) {
    try {
      const { key, ...words } = JSON.parse(line);
      done.set(key, entryOf(words));
    } catch {
      // cut off
    }
  }
  return new Journal(await open(file, 'a'), done, wordsOf);
}
