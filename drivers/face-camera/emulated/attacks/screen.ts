import type { Picture } from '../../../camera/emulated/picture.ts';
import { between, type Random } from '../../../camera/emulated/random.ts';
import { warpInto } from '../../../camera/emulated/warp.ts';
import type { Presentation, Subject } from '../presentation.ts';
import { viewPixels } from '../room.ts';
import { createGlass, screenTones, showOn } from './glass.ts';
import { cornersOf, createHand, overscan } from './hand.ts';
import { handsAt, holderOf } from './holder.ts';
import { headAndShoulders, inRoom } from './photo.ts';
import { sheetOf, slab } from './sheet.ts';

/** What a screen shows at a moment; pictures of one size, the same object while nothing changes. */
export type Footage = (seconds: number) => Picture;

/** How a screen is held up. */
export interface Holding {
  readonly random: Random;
  /** Pixels of the view that a pixel of the footage takes. */
  readonly scale: number;
  /** So near that no bezel and no hand is in sight. */
  readonly close: boolean;
}

/** The portrait on a phone or tablet in two hands. */
export async function screen(subject: Subject): Promise<Presentation> {
  const photo = await headAndShoulders(subject, between(subject.random, 115, 140));
  return screenWith(() => photo, { random: subject.random, scale: 1, close: false });
}

/** The portrait on a screen so near that nothing else is in sight. */
export async function screenClose(subject: Subject): Promise<Presentation> {
  const photo = await inRoom(subject, between(subject.random, 42, 50));
  return screenWith(() => photo, { random: subject.random, scale: overscan, close: true });
}

/** A lit screen that somebody holds up: bezel and thumbs around the footage, grid, band and a window's mirror image on it. */
export async function screenWith(footage: Footage, { random, scale, close }: Holding): Promise<Presentation> {
  const { width, height } = footage(0);
  const [margin, side, more] = close ? [0, 0, 0] : [40, between(random, 7, 14), between(random, 0, 16)].map(Math.round);
  const [bezelX, bezelY] = [side as number, (side as number) + (more as number)];
  const device = { width: width + 2 * bezelX, height: height + 2 * bezelY, margin: margin as number };
  const { room, skin } = await holderOf(random);
  const hands = handsAt(device, skin, random);
  const body = slab(device, { radius: close ? 0 : 18, fill: '#0b0c0e' });
  const sheet = await sheetOf(device, close ? [body] : [{ input: hands.behind }, body]);
  const thumbs = close ? undefined : await sheetOf(device, [{ input: hands.before }]);
  const glass = createGlass(device, scale, random);
  const tones = screenTones(random);
  const hand = createHand(random, [viewPixels.width / 2, viewPixels.height / 2], scale);
  let lit: Picture | undefined;

  return {
    draw(seconds, turn, frame) {
      const now = footage(seconds);
      if (now !== lit) showOn(sheet, now, device.margin + bezelX, device.margin + bezelY, tones);
      lit = now;
      const held = hand(seconds, turn);
      const corners = cornersOf(sheet, held);
      frame.rgb.set(room.rgb);
      warpInto(frame, sheet, corners, glass.finish(seconds, held));
      if (thumbs) warpInto(frame, thumbs, corners);
    },
  };
}
