import { existsSync } from 'node:fs';
import type { DeviceState } from '../check/messages.ts';
import type { Settings } from './settings.ts';

/** The cameras that are device files and not plugged in. */
export function absentCameras({ faceCamera, cardCamera }: Settings['drivers']): DeviceState['part'][] {
  const unplugged = ({ driver, input }: Settings['drivers']['faceCamera']) =>
    driver === 'ffmpeg' && input?.startsWith('/dev/') === true && !existsSync(input);
  return [
    ...(unplugged(faceCamera) ? (['face-camera'] as const) : []),
    ...(unplugged(cardCamera) ? (['card-camera'] as const) : []),
  ];
}
