import { type FaultTable, faultsOf } from '../records/coded-error.ts';

export const settingsFaults = {
  SETTINGS_MISSING: {
    at: 'vendor',
    what: 'The settings file is not there.',
    next: 'Give the path of the settings file, or put device.config.json back.',
  },
  SETTINGS_UNREADABLE: {
    at: 'vendor',
    what: 'The settings file cannot be read.',
    next: 'Check the rights of the file and of its folder.',
  },
  SETTINGS_NOT_JSON: {
    at: 'vendor',
    what: 'The settings file is not JSON.',
    next: 'Mend it at the line and column given.',
  },
  SETTINGS_INVALID: {
    at: 'vendor',
    what: 'The settings are wrong.',
    next: 'Mend each setting listed; firmware/device/settings.schema.json describes them all.',
  },
  EMULATED_DEVICES_ABSENT: {
    at: 'vendor',
    what: 'The settings ask for emulated devices, and a production build holds none.',
    next: 'Set "pcsc" for the card and "ffmpeg" for the cameras, or use the development build.',
  },
  PRODUCTION_REFUSED: {
    at: 'vendor',
    what: 'This is no production start: what it demands is not so.',
    next: 'Mend each point listed; kazasu doctor shows them all.',
  },
} as const satisfies FaultTable;

export const settingsFault = faultsOf(settingsFaults);
