import { join } from 'node:path';
import { type Files, replaceFile } from '../../../crypto/durable-files.ts';
import { lifeFault } from './faults.ts';

/**
 * Where a device is in its life. delivered: as it comes from the factory. provisioned: the vendor has given it its identity. installed: a facility
 * uses it. retired: it will never check a card again.
 */
export type LifeState = 'delivered' | 'provisioned' | 'installed' | 'retired';

export interface Life {
  readonly state: LifeState;
  /** The vendor's serial number of the device, once it has one. */
  readonly serial?: string;
  readonly model?: string;
}

/** What may follow. A reset leads from a facility back to its vendor's state; nothing leads back from retirement. */
const next: Readonly<Record<LifeState, readonly LifeState[]>> = {
  delivered: ['provisioned', 'retired'],
  provisioned: ['provisioned', 'installed', 'retired'],
  installed: ['provisioned', 'retired'],
  retired: [],
};

const fileIn = (folder: string): string => join(folder, 'life.json');
const states = Object.keys(next);

/** The life of the device of a folder; one of which nothing is known was just delivered. Throws LIFE_UNREADABLE. */
export async function readLife(folder: string, files: Files): Promise<Life> {
  const text = await files.readFile(fileIn(folder), 'utf8').catch((error: unknown) => {
    if (Reflect.get(Object(error), 'code') === 'ENOENT') return undefined;
    throw lifeFault('LIFE_UNREADABLE', fileIn(folder), { cause: error });
  });
  if (text === undefined) return { state: 'delivered' };
  try {
    const { state, serial, model } = JSON.parse(text);
    if (states.includes(state) && typeof serial === 'string' && typeof model === 'string')
      return { state, serial, model };
    if (state === 'retired') return { state };
  } catch {
    // told below
  }
  throw lifeFault('LIFE_UNREADABLE', fileIn(folder));
}

/** Leads the device on. Throws LIFE_STEP_REFUSED, LIFE_UNREADABLE. */
export async function leadOn(folder: string, files: Files, to: Life): Promise<void> {
  const { state } = await readLife(folder, files);
  if (!next[state].includes(to.state)) throw lifeFault('LIFE_STEP_REFUSED', `${state} → ${to.state}`);
  await files.mkdir(folder, { recursive: true, mode: 0o700 });
  await replaceFile(files, fileIn(folder), JSON.stringify(to));
}

/** Throws DEVICE_RETIRED. */
export async function demandInService(folder: string, files: Files): Promise<void> {
  if ((await readLife(folder, files)).state === 'retired') throw lifeFault('DEVICE_RETIRED');
}
