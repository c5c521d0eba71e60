import { between } from '../../../camera/emulated/random.ts';
import { warpInto } from '../../../camera/emulated/warp.ts';
import type { Presentation, Subject } from '../presentation.ts';
import { viewPixels } from '../room.ts';
import { cornersOf, createHand, overscan } from './hand.ts';
import { handsAt, holderOf } from './holder.ts';
import { paper, printed } from './ink.ts';
import { headAndShoulders, inRoom } from './photo.ts';
import { part, sheetOf, slab } from './sheet.ts';

/** Where the middle of a sheet is held, pixels of the view. */
const middle = [viewPixels.width / 2, viewPixels.height / 2] as const;

/** The portrait printed on paper, its white border in sight, in two hands. */
export async function print(subject: Subject): Promise<Presentation> {
  const { random } = subject;
  const photo = await printed(await headAndShoulders(subject, between(random, 115, 140)), random);
  const border = Math.round(between(random, 8, 20));
  const page = { width: photo.width + 2 * border, height: photo.height + 2 * border, margin: 40 };
  const { room, skin } = await holderOf(random);
  const hands = handsAt(page, skin, random);
  const sheet = await sheetOf(page, [
    { input: hands.behind },
    slab(page, { radius: 1, fill: `rgb(${paper})` }),
    part(photo, page.margin + border, page.margin + border),
    { input: hands.before },
  ]);
  const hand = createHand(random, middle, 1);
  return {
    draw(seconds, turn, frame) {
      frame.rgb.set(room.rgb);
      warpInto(frame, sheet, cornersOf(sheet, hand(seconds, turn)));
    },
  };
}

/** A large print so near that nothing but print is in sight. */
export async function printClose(subject: Subject): Promise<Presentation> {
  const { random } = subject;
  const photo = await printed(await inRoom(subject, between(random, 42, 50)), random);
  const sheet = await sheetOf({ ...photo, margin: 0 }, [part(photo, 0, 0)]);
  const { room } = await holderOf(random);
  const hand = createHand(random, middle, overscan);
  return {
    draw(seconds, turn, frame) {
      frame.rgb.set(room.rgb);
      warpInto(frame, sheet, cornersOf(sheet, hand(seconds, turn)));
    },
  };
}
