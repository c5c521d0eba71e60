import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BoardSensors, Colour } from '../../drivers/board/contract.ts';
import { EmulatedMicrocontroller } from '../../drivers/board/emulated/microcontroller.ts';
import { FirmataBoard } from '../../drivers/board/firmata/firmata-board.ts';
import type { Wiring } from '../../drivers/board/firmata/wiring.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';

/** The wiring that the settings have as their default. */
export const wiring: Wiring = {
  red: 9,
  green: 10,
  blue: 11,
  buzzer: 8,
  cardOnBed: 2,
  caseOpen: 4,
  visibleLight: 5,
  infraredLight: 6,
  shutter: 7,
  resetKey: 12,
  ambientLight: 0,
};

/** The driver on the real pty of an emulated microcontroller; `told`: its troubles by code, or `works`. */
export interface BoardOnPty {
  readonly board: FirmataBoard;
  readonly uno: EmulatedMicrocontroller;
  readonly told: string[];
  readonly sensed: BoardSensors[];
  readonly path: string;
  /** What the status light shows now. */
  colour(): Colour | 'mixed';
  /** Nobody minds the board any more. */
  end(): Promise<void>;
  /** Waits until this holds. */
  until(holds: () => boolean, what: string): Promise<void>;
}

const byPins: Readonly<Record<string, Colour>> = {
  '0,0,0': 'off',
  '255,255,255': 'white',
  '0,64,255': 'blue',
  '0,255,48': 'green',
  '255,128,0': 'amber',
  '255,0,0': 'red',
};

/** Plugs in an emulated microcontroller, keeps it by the driver while it is used, and ends both. */
export async function withBoard(use: (on: BoardOnPty) => Promise<void>, pins: Wiring = wiring): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-board-'));
  const path = join(folder, 'tty');
  const uno = new EmulatedMicrocontroller(path);
  uno.contact(wiring.caseOpen, true); // the lid holds its switch
  await uno.plugIn();
  const board = new FirmataBoard({ path, baudRate: 57600, pins }, systemClock);
  const stop = new AbortController();
  const told: string[] = [];
  const sensed: BoardSensors[] = [];
  const watching = board.watch(
    { onTrouble: (trouble) => told.push(trouble?.code ?? 'works'), onSensors: (sensors) => sensed.push(sensors) },
    stop.signal,
  );
  const end = async () => {
    stop.abort();
    await watching;
  };
  const shows = (pin: number) => uno.output(pin);
  try {
    await use({
      board,
      uno,
      told,
      sensed,
      path,
      colour: () => byPins[[wiring.red, wiring.green, wiring.blue].map(shows).join()] ?? 'mixed',
      until,
      end,
    });
  } finally {
    await end();
    await uno.unplug();
    await rm(folder, { recursive: true });
  }
}

const patienceMs = 30_000;

async function until(holds: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + patienceMs; !holds(); ) {
    if (Date.now() > end) throw new Error(`it does not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
