import { type FileHandle, open } from 'node:fs/promises';
import type { LoggedWrite } from './write-log.ts';

/**
 * Two disks that follow the writes of a machine: `strict` holds each as soon as it was sent; `late` is the worst that a disk with a cache may leave
 * behind when its power goes, nothing but what it was told to bring to the medium.
 */
export class CutDisk {
  readonly #strict: FileHandle;
  readonly #late: FileHandle;
  #held: LoggedWrite[] = [];

  private constructor(strict: FileHandle, late: FileHandle) {
    this.#strict = strict;
    this.#late = late;
  }

  /** Both files hold the disk as it was before the first write. */
  static async open(strict: string, late: string): Promise<CutDisk> {
    return new CutDisk(await open(strict, 'r+'), await open(late, 'r+'));
  }

  async take(write: LoggedWrite): Promise<void> {
    await this.#strict.write(write.data, 0, write.data.length, write.at);
    if (write.flush) {
      for (const held of this.#held) await this.#late.write(held.data, 0, held.data.length, held.at);
      this.#held = [];
    }
    if (write.durable) await this.#late.write(write.data, 0, write.data.length, write.at);
    else if (write.data.length > 0) this.#held.push(write);
  }

  async close(): Promise<void> {
    await Promise.all([this.#strict.close(), this.#late.close()]);
  }
}
