import type { Firmata } from 'firmata-io';
import type { Clock } from '../../../firmware/device/clock.ts';
import { CodedError } from '../../../firmware/records/coded-error.ts';
import { type OpenPort, systemPort } from '../../serial/open-port.ts';
import type { Board, BoardListener, BoardOutputs, Sound } from '../contract.ts';
import { boardFault } from '../faults.ts';
import { Display } from './display.ts';
import { makeParts, type Parts, type Shown } from './parts.ts';
import { firmata, pinModes } from './protocol.ts';
import { Transport } from './transport.ts';
import { type WiredPin, type Wiring, wiredPins } from './wiring.ts';

/** A microcontroller that was plugged in just now runs its loader for two seconds before it speaks. */
const wakeMs = 8000;
const askAgainMs = 500;
const beatMs = 1000;
const tickMs = 50;
const firstPatienceMs = 250;
const lastPatienceMs = 8000;

export interface FirmataSettings {
  readonly path: string;
  readonly baudRate: number;
  readonly pins: Wiring;
}

/**
 * A microcontroller with standard Firmata on a serial line, by johnny-five. It is asked every second for the mode of one of its pins: no answer
 * means stuck, another mode means that it was reset and has forgotten all. The ladder: set its pins anew; reset it; open the port again, with waits
 * from 250 ms to 8 s. The port's own word that it closed is welcome but not waited for.
 */
export class FirmataBoard implements Board {
  readonly #settings: FirmataSettings;
  readonly #clock: Clock;
  readonly #open: OpenPort;
  readonly #transport = new Transport();
  readonly #display: Display;
  #io: Firmata | undefined;
  #parts: Parts | undefined;
  #told = '';
  #listener: BoardListener | undefined;
  /** The board is there and knows its pins. */
  #up = false;
  /** It has been there since its port was opened last. */
  #cameUp = false;

  constructor(settings: FirmataSettings, clock: Clock, open: OpenPort = systemPort(settings)) {
    this.#settings = settings;
    this.#clock = clock;
    this.#open = open;
    this.#display = new Display(clock, (shown: Shown) => {
      if (this.#up) this.#parts?.set(shown);
    });
  }

  show(outputs: BoardOutputs): void {
    this.#display.show(outputs);
  }

  sound(sound: Sound): void {
    this.#display.sound(sound);
  }

  async watch(listener: BoardListener, signal: AbortSignal): Promise<void> {
    this.#listener = listener;
    let patienceMs = firstPatienceMs;
    while (!signal.aborted) {
      this.#cameUp = false;
      const trouble = await this.#hold(signal);
      if (!trouble) break;
      listener.onTrouble(trouble);
      patienceMs = this.#cameUp ? firstPatienceMs : Math.min(2 * patienceMs, lastPatienceMs);
      await this.#clock.sleep(patienceMs, signal).catch(() => undefined);
    }
    this.#display.end();
    this.#parts?.end();
  }

  /** Opens the port and keeps the board, until something is wrong: answers what. Nothing: the signal has ended it. */
  async #hold(signal: AbortSignal): Promise<CodedError | undefined> {
    let io: Firmata | undefined;
    const port = await this.#open((chunk) => {
      if (io) this.#transport.hear(chunk, io.buffer);
    }).catch((cause: unknown) => cause);
    if (!isPort(port))
      return boardFault(isMissing(port) ? 'BOARD_LIBRARY_MISSING' : 'BOARD_UNAVAILABLE', undefined, { cause: port });
    this.#transport.attach(port);
    try {
      io = this.#io ?? (await newFirmata(this.#transport));
      io.buffer.length = 0;
      if (!(await this.#wake(io, signal))) return signal.aborted ? undefined : boardFault('BOARD_SILENT');
      if (!this.#parts) {
        this.#demandFit(io);
        this.#parts = await makeParts(io, this.#settings.pins, () => this.#tellSensors());
        this.#io = io;
      } else this.#parts.restore();
      this.#nowUp();
      const trouble = await this.#keep(io, signal);
      if (!trouble) await this.#leaveDark();
      return trouble;
    } catch (error) {
      return error instanceof CodedError ? error : boardFault('BOARD_LIBRARY_MISSING', undefined, { cause: error });
    } finally {
      this.#up = false;
      if (io && io !== this.#io) this.#transport.removeAllListeners(); // half known: the next try begins with another
      this.#transport.detach();
      await port.close();
    }
  }

  #nowUp(): void {
    this.#up = true;
    this.#cameUp = true;
    this.#display.forget();
    this.#display.play();
    this.#listener?.onTrouble(undefined);
    this.#told = '';
    this.#tellSensors();
  }

  /** Asks for its version until it answers and, the first time, has told what its pins can. */
  async #wake(io: Firmata, signal: AbortSignal): Promise<boolean> {
    let answered = io.isReady ? false : undefined;
    const hear = () => {
      answered = true;
    };
    io.on('reportversion', hear);
    const giveUpAt = this.#clock.monotonic() + wakeMs;
    let askAt = 0;
    try {
      while (!signal.aborted && !this.#transport.broken && this.#clock.monotonic() < giveUpAt) {
        if (io.isReady && answered) return true;
        if (!answered && this.#clock.monotonic() >= askAt) {
          this.#transport.write(Uint8Array.of(firmata.version, firmata.sysex, firmata.firmware, firmata.endSysex));
          askAt = this.#clock.monotonic() + askAgainMs;
        }
        await this.#pause(tickMs, signal);
      }
      return false;
    } finally {
      io.off('reportversion', hear);
    }
  }

  /** Feels its pulse, until it has none. A version that nobody has asked for is said by a board that has just been reset. */
  async #keep(io: Firmata, signal: AbortSignal): Promise<CodedError | undefined> {
    const witness = witnessOf(this.#settings.pins);
    let forgotten = false;
    let resets = 0;
    const hear = () => {
      forgotten = true;
    };
    io.on('reportversion', hear);
    try {
      for (;;) {
        await this.#pause(beatMs, signal, () => forgotten || this.#transport.broken);
        const mode = forgotten ? undefined : await this.#askMode(io, witness, signal);
        if (signal.aborted) return undefined;
        if (this.#transport.broken) return boardFault('BOARD_UNAVAILABLE');
        if (forgotten || (mode !== undefined && mode !== modeOf(witness))) {
          forgotten = false;
          this.#parts?.restore();
          this.#listener?.onReset?.();
          this.#nowUp();
        } else if (mode === undefined) {
          if (resets > 0) return boardFault('BOARD_SILENT');
          resets += 1;
          this.#transport.write(Uint8Array.of(firmata.reset));
        } else resets = 0;
      }
    } finally {
      io.off('reportversion', hear);
    }
  }

  /** The mode that it says a pin is in; undefined when it says nothing for a second. */
  async #askMode(io: Firmata, { pin }: WiredPin, signal: AbortSignal): Promise<number | undefined> {
    let mode: number | undefined;
    const hear = () => {
      mode = io.pins[pin]?.mode;
    };
    io.on(`pin-state-${pin}`, hear);
    this.#transport.write(Uint8Array.of(firmata.sysex, firmata.pinState, pin, firmata.endSysex));
    await this.#pause(beatMs, signal, () => mode !== undefined || this.#transport.broken);
    io.off(`pin-state-${pin}`, hear);
    return mode;
  }

  /** Waits, until the time is over, the signal ends it, or `enough` says so. */
  async #pause(ms: number, signal: AbortSignal, enough: () => boolean = () => false): Promise<void> {
    const until = this.#clock.monotonic() + ms;
    while (!signal.aborted && !enough()) {
      const left = until - this.#clock.monotonic();
      if (left <= 0) return;
      await this.#clock.sleep(Math.min(tickMs, left), signal).catch(() => undefined);
    }
  }

  #demandFit(io: Firmata): void {
    const wired = wiredPins(this.#settings.pins);
    if (wired.length === 0) throw boardFault('BOARD_UNFIT', 'no pin is set');
    for (const pin of wired)
      if (!io.pins[pin.pin]?.supportedModes.includes(modeOf(pin)))
        throw boardFault('BOARD_UNFIT', `${pin.part}: pin ${pin.pin} cannot be ${pin.use}`);
    const { ambientLight } = this.#settings.pins;
    if (ambientLight >= 0 && io.analogPins[ambientLight] === undefined)
      throw boardFault('BOARD_UNFIT', `ambientLight: there is no A${ambientLight}`);
  }

  #tellSensors(): void {
    if (!this.#up || !this.#parts) return;
    const sensors = this.#parts.sensors();
    const words = JSON.stringify(sensors);
    if (words === this.#told) return;
    this.#told = words;
    this.#listener?.onSensors(sensors);
  }

  /** Nothing stays lit, and the shutter stays shut, while nobody minds the board. */
  async #leaveDark(): Promise<void> {
    this.#display.end();
    await new Promise((resolve) => setTimeout(resolve, tickMs)); // the bytes go out before the port is closed
  }
}

async function newFirmata(transport: Transport): Promise<Firmata> {
  const { default: library } = await import('firmata-io');
  return new library.Firmata(transport, { reportVersionTimeout: 0 });
}

const modeOf = ({ use }: WiredPin): number => pinModes[use];

/** A pin that a reset puts into another mode than ours: any but a plain output, which it is then. */
function witnessOf(wiring: Wiring): WiredPin {
  const wired = wiredPins(wiring);
  const [witness] = [...wired.filter(({ use }) => use !== 'output'), ...wired];
  if (!witness) throw boardFault('BOARD_UNFIT', 'no pin is set');
  return witness;
}

const isPort = (port: unknown): port is Awaited<ReturnType<OpenPort>> =>
  Reflect.get(Object(port), 'gone') instanceof Promise;

const isMissing = (error: unknown): boolean => Reflect.get(Object(error), 'code') === 'ERR_MODULE_NOT_FOUND';
