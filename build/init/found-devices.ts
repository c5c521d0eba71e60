import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPcscLibrary } from '../../drivers/card/pcsc/pcsc-library.ts';

/** The devices that are plugged in now, by names that survive unplugging. */
export interface FoundDevices {
  /** PC/SC readers. */
  readonly readers: readonly string[];
  readonly cameras: readonly string[];
  readonly serialPorts: readonly string[];
}

export async function foundDevices(): Promise<FoundDevices> {
  return {
    readers: await pcscReaders(),
    // The second node of a UVC camera carries no pictures.
    cameras: (await namesIn('/dev/v4l/by-id')).filter((name) => name.endsWith('index0')),
    serialPorts: await namesIn('/dev/serial/by-path'),
  };
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.sort().map((name) => join(folder, name));
}

async function pcscReaders(): Promise<string[]> {
  try {
    const { Context } = await loadPcscLibrary();
    const context = new Context();
    try {
      return context.listReaders().map(({ name }) => name);
    } finally {
      context.close();
    }
  } catch {
    return []; // no binding, or no daemon
  }
}
