import type { Random } from '../../drivers/camera/emulated/random.ts';
import { between } from '../../drivers/camera/emulated/random.ts';

/** Makes a picture that no good device sends out of two good ones. */
export type Mutation = (random: Random, picture: Buffer, other: Buffer) => Buffer | Promise<Buffer>;
export type Mutations = Readonly<Record<string, Mutation>>;

/** Applies the mutation of this name; it takes the pictures as they are and leaves them so. */
export async function mutateBy(
  mutations: Mutations,
  name: string,
  random: Random,
  picture: Buffer,
  other: Buffer,
): Promise<Buffer> {
  const mutation = mutations[name];
  if (!mutation) throw new Error(`no mutation is called ${name}`);
  return Buffer.from(await mutation(random, picture, other));
}

/** A whole number from `low` on, below `high`. */
export const whole = (random: Random, low: number, high: number): number => Math.floor(between(random, low, high));
export const byteOf = (random: Random): number => whole(random, 0, 256);
export const oneOf = <Choice>(random: Random, choices: readonly Choice[]): Choice =>
  choices[whole(random, 0, choices.length)] as Choice;

/** A copy with `times` bits turned over between two places. */
export function changed(random: Random, bytes: Buffer, from: number, to: number, times: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let n = 0; n < times; n++) {
    const at = whole(random, from, to);
    copy[at] = (copy[at] ?? 0) ^ (1 << whole(random, 0, 8));
  }
  return copy;
}

/**
 * Hands a copy of the first segment of this marker, its length and what follows, to `change`; JPEG and JPEG 2000 have the same
 * segments. `start` is where the first marker but one stands.
 */
export function rewritten(bytes: Buffer, marker: number, change: (segment: Buffer) => void, start = 2): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = start; at + 4 < copy.length && copy[at] === 0xff; at += 2 + copy.readUInt16BE(at + 2)) {
    if (copy[at + 1] !== marker) continue;
    change(copy.subarray(at + 2, at + 2 + copy.readUInt16BE(at + 2)));
    break;
  }
  return copy;
}
