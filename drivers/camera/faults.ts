import type { FaultTable } from '../../firmware/records/coded-error.ts';
import { faultsOf } from '../../firmware/records/coded-error.ts';

/** What can go wrong with a camera, real or emulated. */
export const cameraFaults = {
  CAMERA_UNAVAILABLE: {
    at: 'device',
    what: 'the camera does not start',
    next: 'check that the camera is plugged in and that its address in the settings is right, then restart the reader',
  },
  CAMERA_LOST: {
    at: 'device',
    what: 'the camera sends no more pictures',
    next: 'check the cable of the camera; the reader opens it again by itself',
  },
  CAMERA_BLACK: {
    at: 'staff',
    what: 'the camera sends black pictures only',
    next: 'see that nothing covers its lens; if nothing does, switch the reader off and on, then call the vendor',
  },
  CAMERA_FROZEN: {
    at: 'device',
    what: 'the camera sends the same picture again and again',
    next: 'pull its cable and plug it in again; if that does not help, call the vendor',
  },
  CAMERA_TOOL_MISSING: {
    at: 'vendor',
    what: 'ffmpeg, which the reader sees through, is not installed',
    next: 'install the system package ffmpeg',
  },
  CAMERA_EXPOSURE_FIXED: {
    at: 'vendor',
    what: "the camera's exposure cannot be set, so faces before a bright window stay dark",
    next: 'install the system package v4l-utils, or choose a camera with a control for exposure, backlight or brightness',
  },
  PICTURE_UNREADABLE: {
    at: 'vendor',
    what: 'the picture given to an emulated device cannot be read',
    next: 'give a JPEG or PNG file of a face, 3:4 upright',
  },
} as const satisfies FaultTable;

/** Throws in this room: `throw cameraFault('CAMERA_LOST', 'no frame for 2000 ms')`. */
export const cameraFault = faultsOf(cameraFaults);
