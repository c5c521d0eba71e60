import type { Random } from '../../camera/emulated/random.ts';
import { between } from '../../camera/emulated/random.ts';
import type { Corners, Place } from '../../camera/emulated/warp.ts';
import { cardPixels } from './card-layout.ts';
import type { Disturbances } from './disturbances.ts';

/** What the card camera sees, in pixels: the bed with a margin around an ID-1 card at 300 dpi. */
export const bedPixels = { width: 1280, height: 800 } as const;

/** How far a strength of 1 takes it: degrees, pixels, pixels of each corner. */
const usual = { turn: 3, shift: 14, skew: 8 };
/** A card lying across must still be seen whole. */
const acrossScale = 0.74;

/** Lays a card by hand: turned, shifted, seen a little from the side. */
export function placeCard(disturbances: Disturbances, random: Random): Corners {
  const { rotation = 0, shift = 0, perspective = 0 } = disturbances;
  const across = (disturbances['quarter-turn'] ?? 0) > 0;
  const headDown = (disturbances['half-turn'] ?? 0) > 0;
  const either = (most: number) => between(random, -most, most);
  const turn = either(usual.turn * rotation) + (across ? 90 : 0) + (headDown ? 180 : 0);
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const scale = across ? acrossScale : 1;
  const [middleX, middleY] = [
    bedPixels.width / 2 + either(usual.shift * shift),
    bedPixels.height / 2 + either(usual.shift * shift),
  ];
  const corner = (right: number, down: number): Place => {
    const [x, y] = [(right * scale * cardPixels.width) / 2, (down * scale * cardPixels.height) / 2];
    return [
      middleX + x * cos - y * sin + either(usual.skew * perspective),
      middleY + x * sin + y * cos + either(usual.skew * perspective),
    ];
  };
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}
