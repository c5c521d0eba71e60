import type { Board } from '../../drivers/board/contract.ts';
import type { Camera } from '../../drivers/camera/contract.ts';
import type { CardReader } from '../../drivers/card/contract.ts';
import type { DeviceKind } from '../../drivers/vendor-module.ts';
import type { Clock } from '../../firmware/device/clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { demand } from '../conformance/case.ts';

/** A driver under test: each call makes its device anew, as each process of a reader does. */
export interface DriverBench<Device> {
  readonly make: () => Promise<Device>;
  readonly clock: Clock;
}

export type CardBench = DriverBench<CardReader>;
export type CameraBench = DriverBench<Camera>;
export type BoardBench = DriverBench<Board>;

export const deviceKinds: readonly DeviceKind[] = ['card', 'face-camera', 'card-camera', 'board'];

/** Within this a driver lets go once its signal is aborted, in ms. */
export const letGoMs = 3000;

/** Throws unless the work ends in time; answers what it gave. */
export async function endsWithin<T>(ms: number, work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} has not ended within ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The code of the coded error that the work throws. Throws when it throws none, or one without a code. */
export async function codeThrown(work: () => Promise<unknown>, what: string): Promise<string> {
  try {
    await work();
  } catch (error) {
    const code = error instanceof CodedError ? error.code : Reflect.get(Object(error), 'code');
    demand(typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code), `${what}: an error without a code: ${error}`);
    return code;
  }
  throw new Error(`${what}: nothing was thrown`);
}
