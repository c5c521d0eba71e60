import { FirmataBoard } from '../../drivers/board/firmata/firmata-board.ts';
import { createEmulatedReader } from '../../drivers/card/emulated/emulated-reader.ts';
import { createDeskCamera } from '../../drivers/desk/camera.ts';
import type { Clock } from '../../firmware/device/clock.ts';
import { wiring } from '../board/emulated-board.ts';

/** Drivers as a vendor writes them, for the desk and the microcontroller that the environment names. */
const { KAZASU_DESK: desk = '', KAZASU_TTY: path = '' } = process.env;

export const createCardReader = ({ clock }: { clock: Clock }) => createEmulatedReader(desk, clock);
export const createCamera = ({ kind }: { kind: 'face-camera' | 'card-camera' }) => createDeskCamera(desk, kind);
export const createBoard = ({ clock }: { clock: Clock }) =>
  new FirmataBoard({ path, baudRate: 57600, pins: wiring }, clock);
