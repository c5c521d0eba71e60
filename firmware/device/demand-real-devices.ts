import { settingsFault } from './settings-faults.ts';

/** The settings that choose an emulated driver, by their path. */
export const emulatedDrivers = (drivers: Readonly<Record<string, object>>): string[] =>
  Object.entries(drivers)
    .filter(([, chosen]) => 'driver' in chosen && chosen.driver === 'emulated')
    .map(([name]) => `drivers.${name}.driver`);

/** Throws `EMULATED_DEVICES_ABSENT`, naming each driver that a build without emulated devices cannot have (R44). */
export function demandRealDevices(drivers: Readonly<Record<string, object>>): void {
  const emulated = emulatedDrivers(drivers);
  if (emulated.length > 0) throw settingsFault('EMULATED_DEVICES_ABSENT', emulated.join(', '));
}
