import { byteOf, changed, type Mutations, whole } from './mutation.ts';

/** Bytes changed as by a bad cable, a bad disk, or somebody who hopes for a crash. */
export const damagedBytes: Mutations = {
  'flipped bits': (random, frame) => changed(random, frame, 0, frame.length, whole(random, 1, 40)),
  'changed header': (random, frame) => changed(random, frame, 2, Math.min(700, frame.length), whole(random, 1, 6)),
  cut: (random, frame) => frame.subarray(0, whole(random, 0, frame.length)),
  hole: (random, frame) => {
    const from = whole(random, 0, frame.length);
    return Buffer.concat([frame.subarray(0, from), frame.subarray(from + whole(random, 1, 4000))]);
  },
  repeated: (random, frame) => {
    const from = whole(random, 0, frame.length);
    const stretch = frame.subarray(from, from + whole(random, 1, 4000));
    return Buffer.concat([frame.subarray(0, from), stretch, stretch, frame.subarray(from)]);
  },
  zeroed: (random, frame) => {
    const copy = Buffer.from(frame);
    const from = whole(random, 0, copy.length);
    return copy.fill(0, from, Math.min(copy.length, from + whole(random, 1, 3000)));
  },
  spliced: (random, frame, other) => {
    const at = whole(random, 0, Math.min(frame.length, other.length));
    return Buffer.concat([frame.subarray(0, at), other.subarray(at)]);
  },
  'random bytes': (random) => {
    const copy = Buffer.from(Array.from({ length: whole(random, 0, 20_000) }, () => byteOf(random)));
    const starts = [[], [0xff, 0xd8, 0xff, 0xe0], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]];
    copy.set((starts[whole(random, 0, 3)] ?? []).slice(0, copy.length));
    return copy;
  },
};
