import { join } from 'node:path';
import { staffFault } from '../../panel/staff-faults.ts';
import { CodedError } from '../../records/coded-error.ts';
import { exportOwnRecords } from '../export-own-records.ts';
import type { Settings } from '../settings.ts';
import { exportPlace } from './export-place.ts';

/** Writes both logs, signed, into one new file on the USB memory, or in `records.exportFolder`; answers its name. Throws EXPORT_NO_PLACE, EXPORT_UNWRITABLE. */
export async function exportToPlace(settings: Settings, now: number): Promise<string> {
  const place = await exportPlace(settings.records.exportFolder);
  const name = `kazasu-${settings.reader.name}-${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.zip`;
  try {
    await exportOwnRecords(settings, join(place, name), now);
    return name;
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw staffFault('EXPORT_UNWRITABLE', String(Reflect.get(Object(cause), 'code')), { cause });
  }
}
