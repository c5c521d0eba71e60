import type { Random } from '../../drivers/camera/emulated/random.ts';
import { byteOf, type Mutations, rewritten, whole } from './mutation.ts';

/** A JPEG's own words changed (ITU-T T.81, B.2): the size, the components, the tables. */
export const jpegWords: Mutations = {
  'another size': (random, frame) =>
    rewritten(frame, 0xc0, (segment) => {
      segment.writeUInt16BE(whole(random, 0, random() < 0.5 ? 65_536 : 2000), 3);
      segment.writeUInt16BE(whole(random, 0, random() < 0.5 ? 65_536 : 2000), 5);
    }),
  'other components': (random, frame) =>
    rewritten(frame, 0xc0, (segment) => {
      segment[whole(random, 7, segment.length)] = byteOf(random);
    }),
  'other quantization': (random, frame) => rewritten(frame, 0xdb, (segment) => scribble(random, segment)),
  'other codes': (random, frame) => rewritten(frame, 0xc4, (segment) => scribble(random, segment)),
};

function scribble(random: Random, segment: Buffer): void {
  for (let n = 0; n < 4; n++) segment[whole(random, 2, segment.length)] = byteOf(random);
}
