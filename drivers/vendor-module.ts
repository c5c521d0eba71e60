import { pathToFileURL } from 'node:url';
import type { Clock } from '../firmware/device/clock.ts';
import type { CodedError } from '../firmware/records/coded-error.ts';

/** What a driver of a vendor's own exports: an ES module with a function of this name for each kind of device that it drives. */
export interface VendorDriver {
  readonly [create: string]: unknown;
}

/** The name of the function that makes a device of each kind. */
export const vendorFunctions = {
  card: 'createCardReader',
  'face-camera': 'createCamera',
  'card-camera': 'createCamera',
  board: 'createBoard',
} as const;

export type DeviceKind = keyof typeof vendorFunctions;

/**
 * Makes a device by a vendor's own driver. Its function gets the clock and which device is wanted; what it answers keeps the contract of that kind
 * (`npm run conformance:driver` proves it).
 * @param fail makes the kind's own fault from a detail, thrown when there is no such module or function
 */
export async function createByVendor<Device>(
  path: string | undefined,
  kind: DeviceKind,
  clock: Clock,
  fail: (detail: string, cause?: unknown) => CodedError,
): Promise<Device> {
  if (path === undefined) throw fail('the setting module is missing');
  const module: VendorDriver = await import(pathToFileURL(path).href).catch((cause: unknown) => {
    throw fail(`${path} cannot be loaded`, cause);
  });
  const create = module[vendorFunctions[kind]];
  if (typeof create !== 'function') throw fail(`${path} exports no ${vendorFunctions[kind]}`);
  return create({ kind, clock });
}
