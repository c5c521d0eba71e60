import type { Clock } from '../../firmware/device/clock.ts';
import { codedCamera } from '../vendor-faults.ts';
import { createByVendor } from '../vendor-module.ts';
import type { Camera } from './contract.ts';
import { cameraFault } from './faults.ts';

/** False in the production bundle, which holds no emulated device. Set by the bundler. */
declare const EMULATED_DEVICES: boolean;

/** From the settings: which driver, and what ffmpeg reads. */
export interface CameraDriverSettings {
  readonly driver: 'emulated' | 'ffmpeg' | 'module';
  readonly input?: string;
  /** Path of a vendor's own driver. */
  readonly module?: string;
  readonly size: string;
  readonly fps: number;
}

/** The camera that the settings choose. `desk`: socket of the emulated desk. Throws `CAMERA_UNAVAILABLE`. */
export async function createCamera(
  which: 'face-camera' | 'card-camera',
  settings: CameraDriverSettings,
  desk: string,
  clock: Clock,
): Promise<Camera> {
  if (settings.driver === 'ffmpeg') {
    const { createFfmpegCamera } = await import('./ffmpeg.ts');
    const { input = '', size, fps } = settings;
    return createFfmpegCamera({ input, size, fps }, { clock });
  }
  if (settings.driver === 'module') {
    const own = await createByVendor<Camera>(settings.module, which, clock, (detail, cause) =>
      cameraFault('CAMERA_UNAVAILABLE', detail, { cause }),
    );
    return codedCamera(own);
  }
  if (EMULATED_DEVICES) {
    const { createDeskCamera } = await import('../desk/camera.ts');
    return createDeskCamera(desk, which);
  }
  throw cameraFault('CAMERA_UNAVAILABLE', 'this build holds no emulated devices');
}
