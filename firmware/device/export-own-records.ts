import { openDeviceKey } from '../../crypto/device-key.ts';
import { type ExportManifest, exportRecords } from '../records/export-records.ts';
import { keyFiles } from './key-files.ts';
import type { Settings } from './settings.ts';

/** Writes both logs of the reader of these settings, signed with its own key, into the new ZIP file `out`. `now`: wall clock, ms. */
export async function exportOwnRecords(
  { device, records }: Settings,
  out: string,
  now: number,
): Promise<ExportManifest> {
  const key = await openDeviceKey(device.folder, { files: keyFiles(device), now });
  return exportRecords({ folder: records.folder, out, key, now });
}
