import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTrustStore } from '../../../crypto/trust-store.ts';
import { emulatedDrivers } from '../demand-real-devices.ts';
import type { Settings } from '../settings.ts';
import { answered, type HealthPoint } from './point.ts';

type Looked = Pick<Settings, 'drivers' | 'trust' | 'device' | 'facility' | 'records'>;

/** What the settings must choose, and how closed what they point to must be (R42, R44). `settingsFile`: the file they came from. */
export async function settingsPoints(settings: Looked, settingsFile: string): Promise<HealthPoint[]> {
  const { drivers, trust, device, facility, records } = settings;
  const emulated = emulatedDrivers(drivers);
  const pinless = trust.pinless.implementation === 'none' ? [] : [trust.pinless.folder];
  const secret = [device.folder, facility.passwordFolder, records.folder, records.incidentFolder, ...pinless];
  const exposed = (await Promise.all(secret.map((folder) => openTo(folder, 0o077)))).flat();
  const changeable = [...(await openTo(trust.store, 0o022)), ...(await modeAgainst(settingsFile, 0o022))];
  return [
    answered(
      {
        name: 'real-devices',
        what: 'card reader and cameras are real',
        mend: 'Set "pcsc" and "ffmpeg" as their drivers.',
        demanded: true,
      },
      emulated.length === 0 ? undefined : emulated.join(', '),
    ),
    answered(
      {
        name: 'real-trust',
        what: 'the trust store is there and holds no authority made for tests',
        mend: 'Install the trust store of the production system.',
        demanded: true,
      },
      await untrusted(trust.store),
    ),
    answered(
      {
        name: 'secrets-closed',
        what: 'keys, password and records are for the reader alone',
        mend: 'chmod go= these files and folders, and think whether somebody has read a key.',
        demanded: true,
      },
      exposed.length === 0 ? undefined : exposed.join(', '),
    ),
    answered(
      {
        name: 'settings-closed',
        what: 'nobody else may change settings or trust store',
        mend: 'chmod go-w these files and folders.',
        demanded: true,
      },
      changeable.length === 0 ? undefined : changeable.join(', '),
    ),
  ];
}

async function untrusted(folder: string): Promise<string | undefined> {
  try {
    return (await loadTrustStore(folder)).holdsTestAuthority ? 'a test authority' : undefined;
  } catch (error) {
    return String(Reflect.get(Object(error), 'code'));
  }
}

/** A folder and what lies in it, as far as others have any of the rights in `mask`; what is not there is open to nobody. */
async function openTo(folder: string, mask: number): Promise<string[]> {
  const inside = await readdir(folder, { recursive: true }).catch(() => []);
  const all = await Promise.all(['.', ...inside].map((name) => modeAgainst(join(folder, name), mask)));
  return all.flat();
}

async function modeAgainst(path: string, mask: number): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  return found && found.mode & mask ? [`${path} (${(found.mode & 0o7777).toString(8)})`] : [];
}
