import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Files, removeFile, replaceFile } from '../../../crypto/durable-files.ts';
import type { Settings } from '../settings.ts';
import { leadOn, readLife } from './life.ts';

/** The settings that say where something of a facility is kept. */
export type FacilityPlaces = Pick<Settings, 'device' | 'records' | 'facility' | 'terminal'>;

/** What of the device's own folder is the vendor's, and stays: identity, life, and an opening of the case that somebody must answer for. */
const staysWithDevice = ['device-key.pem', 'device-certificate.pem', 'vendor-ca.pem', 'life.json', 'case-opened.json'];

const markIn = (folder: string): string => join(folder, 'factory-reset');

/** Has the next start begin with a reset: a reader that runs has its files open. */
export async function askFactoryReset(folder: string, files: Files): Promise<void> {
  await files.mkdir(folder, { recursive: true, mode: 0o700 });
  await replaceFile(files, markIn(folder), 'asked\n');
}

/** Does a reset that was asked for; answers whether it was. Nothing of the reader may be open. */
export async function resetIfAsked(places: FacilityPlaces, files: Files): Promise<boolean> {
  const { folder } = places.device;
  const asked = await files.readFile(markIn(folder), 'utf8').catch(() => undefined);
  if (asked === undefined) return false;
  await factoryReset(places, files);
  return true;
}

/**
 * Removes all that a facility has left: records, incidents, password, what staff have chosen, paired terminals, messages that wait, the facility broker's credentials. What the vendor gave
 * stays, and the device is provisioned again. A loss of power on the way is no harm: the mark goes last, and the next start goes on.
 */
export async function factoryReset(places: FacilityPlaces, files: Files): Promise<void> {
  const { device, records, facility, terminal } = places;
  await files.mkdir(device.folder, { recursive: true, mode: 0o700 });
  const { state, ...identity } = await readLife(device.folder, files);
  const mark = markIn(device.folder);
  for (const folder of [
    records.folder,
    records.incidentFolder,
    facility.passwordFolder,
    facility.choicesFolder,
    terminal.pairingFolder,
    terminal.outboxFolder,
    terminal.mqtt.broker.folder,
  ])
    await emptyFolder(folder, files, () => false);
  await emptyFolder(
    device.folder,
    files,
    (name) => staysWithDevice.includes(name) || join(device.folder, name) === mark,
  );
  if (state === 'installed') await leadOn(device.folder, files, { ...identity, state: 'provisioned' });
  await removeFile(files, mark);
}

/** Removes what lies in a folder, but for what stays. A folder within another one's is emptied with it. */
export async function emptyFolder(folder: string, files: Files, stays: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    if (!stays(name)) await removeFile(files, join(folder, name));
}
