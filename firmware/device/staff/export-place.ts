import { readFile } from 'node:fs/promises';
import { staffFault } from '../../panel/staff-faults.ts';

/** Where a system mounts what is plugged in. */
const removable = /^\/(media|run\/media)\//;

/** The folder that staff's export goes to: `wanted`, else the USB memory mounted last. Throws EXPORT_NO_PLACE. */
export async function exportPlace(wanted: string | undefined): Promise<string> {
  const place = wanted ?? pluggedIn(await readFile('/proc/self/mountinfo', 'utf8'));
  if (place === undefined) throw staffFault('EXPORT_NO_PLACE');
  return place;
}

/** The mount point of what was plugged in last, by proc(5), `mountinfo`: its fifth field, with blanks as `\040`. */
export function pluggedIn(mountinfo: string): string | undefined {
  return mountinfo
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .map((place) => place.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))))
    .filter((place) => removable.test(place))
    .at(-1);
}
