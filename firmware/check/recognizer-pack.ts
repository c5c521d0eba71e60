import { dirname, join } from 'node:path';
import { faceFault } from '../face/faults.ts';
import { defaultPackFile, modelsOf, readModel, readPack } from '../face/pack.ts';
import type { SightSettings } from './sight.ts';

/** Where the recognizer pack's manifest is, and the folder of its model files. */
export const packPlace = ({ models, recognizerPack }: SightSettings): { manifest: string; folder: string } => ({
  manifest: recognizerPack ?? defaultPackFile(),
  folder: recognizerPack ? dirname(recognizerPack) : join(models, 'face'),
});

/**
 * Refuses to start with a recognizer pack that is broken, does not hold what its manifest names (SHA-256), or lacks the liveness
 * that the settings require: a reader that is found unable at the first patient is found too late.
 * Throws FACE_PACK_UNREADABLE, FACE_MODEL_MISSING, FACE_MODEL_MISMATCH, FACE_LIVENESS_MISSING.
 */
export async function demandPack(settings: SightSettings): Promise<void> {
  const { manifest, folder } = packPlace(settings);
  const pack = await readPack(manifest);
  for (const model of modelsOf(pack)) await readModel(folder, model);
  if (settings.liveness.required && !pack.liveness) throw faceFault('FACE_LIVENESS_MISSING', pack.name);
}
