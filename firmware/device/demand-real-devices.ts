import { settingsFault } from './settings-faults.ts';

/** Throws `EMULATED_DEVICES_ABSENT`, naming each driver that a build without emulated devices cannot have (R44). */
export function demandRealDevices(drivers: Readonly<Record<string, object>>): void {
  const emulated = Object.entries(drivers).filter(([, chosen]) => 'driver' in chosen && chosen.driver === 'emulated');
  if (emulated.length === 0) return;
  const names = emulated.map(([name]) => `drivers.${name}.driver`);
  throw settingsFault('EMULATED_DEVICES_ABSENT', names.join(', '));
}
