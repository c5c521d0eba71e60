import type { Files } from '../../../crypto/durable-files.ts';
import { emptyFolder, type FacilityPlaces, factoryReset } from './factory-reset.ts';
import { leadOn, readLife } from './life.ts';

/** Ends a device's life: what its facility left goes, then its identity; it never checks a card again. Throws LIFE_STEP_REFUSED. */
export async function retire(places: FacilityPlaces, files: Files): Promise<void> {
  const { folder } = places.device;
  const { serial, model } = await readLife(folder, files);
  await leadOn(folder, files, { state: 'retired', ...(serial && model ? { serial, model } : {}) });
  await factoryReset(places, files);
  await emptyFolder(folder, files, (name) => name === 'life.json');
}
