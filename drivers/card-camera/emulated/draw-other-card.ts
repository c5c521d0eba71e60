import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectHome } from '../../../firmware/device/home.ts';
import type { Random } from '../../camera/emulated/random.ts';
import { cardBackground } from './card-background.ts';
import { layered, photoLayer, textLayer } from './card-layers.ts';
import type { Area } from './card-layout.ts';
import { pixelsPerMm } from './card-layout.ts';
import type { FictionalHolder } from './fictional-holder.ts';
import { fictionalHolder } from './fictional-holder.ts';
import { drivingLicence } from './layouts/driving-licence.ts';
import { healthInsuranceCard } from './layouts/health-insurance-card.ts';
import { jukiCard } from './layouts/juki-card.ts';
import { myNumberCardBack } from './layouts/my-number-card-back.ts';
import { residenceCard } from './layouts/residence-card.ts';
import type { OtherCardLayout } from './other-card-layout.ts';
import { qrLook } from './qr-look.ts';

/** Layouts of other cards by kind. */
export const otherCardLayouts = {
  'my-number-card-back': myNumberCardBack,
  'driving-licence': drivingLicence,
  'health-insurance-card': healthInsuranceCard,
  'residence-card': residenceCard,
  'juki-card': jukiCard,
} as const satisfies Record<string, OtherCardLayout>;

/** What people lay on the card bed instead of a My Number Card's front. */
export type OtherCardKind = keyof typeof otherCardLayouts;

/** Every kind of other card that can be drawn. */
export const otherCardKinds = Object.keys(otherCardLayouts) as readonly OtherCardKind[];

/**
 * Draws a card that is no My Number Card's front, of a made-up holder; the same stream of randomness gives the same card.
 * @returns PNG with alpha, 1012 × 638 pixels (ID-1 at 300 dpi), clear outside the round corners
 */
export async function drawOtherCard(kind: OtherCardKind, random: Random): Promise<Buffer> {
  const { issued, ground, words, photo, qrCode }: OtherCardLayout = otherCardLayouts[kind];
  const holder = fictionalHolder(random, issued);
  const code = qrCode && { ...placed(qrCode), input: qrLook(qrCode, random) };
  const layers = await Promise.all([
    ...words.map((word) => textLayer(typeof word.text === 'string' ? word.text : word.text(holder), word)),
    photo && portraitLayer(holder, photo),
  ]);
  return layered(cardBackground(ground), [...layers, code]);
}

async function portraitLayer({ portrait }: FictionalHolder, area: Area) {
  return photoLayer(await readFile(join(projectHome(), 'drivers/desk/portraits', portrait)), area);
}

const placed = ({ x, y }: Area) => ({ left: Math.round(x * pixelsPerMm), top: Math.round(y * pixelsPerMm) });
