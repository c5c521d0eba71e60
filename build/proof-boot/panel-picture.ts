import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import type { Machine } from '../machine/machine.ts';

/** What of a picture of the panel tells that it shows something, and what kind of device it is. */
export interface PanelLook {
  readonly width: number;
  readonly height: number;
  /** So many colours: a dark or empty screen has a handful. */
  readonly colours: number;
  /** The red line of a bring-up device stands at the bottom. */
  readonly markedBringUp: boolean;
}

const red = [0xb0, 0x00, 0x20] as const;
const near = 24;

/** Looks at a picture of a panel. `file`: PNG. */
async function lookAtPanel(file: string): Promise<PanelLook> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const colours = new Set<number>();
  let marked = 0;
  const edge = Math.floor(info.height / 40) * info.width;
  for (let at = 0; at < data.length; at += 3) {
    const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3);
    colours.add((r << 16) | (g << 8) | b);
    const isEdge = at >= data.length - edge * 3;
    if (isEdge && [r, g, b].every((value, index) => Math.abs(value - (red[index] ?? 0)) < near)) marked += 1;
  }
  return {
    width: info.width,
    height: info.height,
    colours: colours.size,
    markedBringUp: marked > edge / 2,
  };
}

/** With fewer colours a screen is dark, or shows the text of a console. */
export const leastColours = 50;

/** Takes pictures of a machine's screen until it shows what is looked for, or it is late; answers the last one. `file`: PNG. */
export async function paintedPanel(
  machine: Machine,
  file: string,
  seconds: number,
  isShown: (look: PanelLook) => boolean,
): Promise<PanelLook> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    await machine.picture(file);
    const look = await lookAtPanel(file);
    if (isShown(look) || Date.now() > end) return look;
    await sleep(5000);
  }
}
