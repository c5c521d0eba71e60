import { join } from 'node:path';
import { openDeviceKey } from '../../../crypto/device-key.ts';
import { systemFiles } from '../../../crypto/durable-files.ts';
import { staffFault } from '../../panel/staff-faults.ts';
import { CodedError } from '../../records/coded-error.ts';
import { exportRecords } from '../../records/export-records.ts';
import type { Settings } from '../settings.ts';
import { exportPlace } from './export-place.ts';

/** Writes both logs, signed, into one new file on the USB memory, or in `records.exportFolder`; answers its name. Throws EXPORT_NO_PLACE, EXPORT_UNWRITABLE. */
export async function exportToPlace({ reader, device, records }: Settings, now: number): Promise<string> {
  const place = await exportPlace(records.exportFolder);
  const name = `kazasu-${reader.name}-${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.zip`;
  const key = await openDeviceKey(device.folder, { files: systemFiles, now });
  try {
    await exportRecords({ folder: records.folder, out: join(place, name), key, now });
    return name;
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw staffFault('EXPORT_UNWRITABLE', String(Reflect.get(Object(cause), 'code')), { cause });
  }
}
