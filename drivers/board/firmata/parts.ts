import type { Firmata } from 'firmata-io';
import type { Switch } from 'johnny-five';
import type { BoardOutputs, BoardSensors, Colour } from '../contract.ts';
import { pinModes } from './protocol.ts';
import { type Wiring, wiredPins } from './wiring.ts';

/** What is switched on a board. */
export interface Shown extends Pick<BoardOutputs, 'cameraLight' | 'shutter'> {
  readonly colour: Colour;
  readonly buzzer: boolean;
}

/** The parts on a board. */
export interface Parts {
  set(shown: Shown): void;
  /** What the sensors say now. */
  sensors(): BoardSensors;
  /** Sets the board's pins as they were: it has forgotten them, or is another one. */
  restore(): void;
  /** Stops what runs by itself. */
  end(): void;
}

/** Light that a colour-blind person tells apart by brightness and pattern too. */
const colours: Readonly<Record<Colour, string>> = {
  off: '#000000',
  white: '#ffffff',
  blue: '#0040ff',
  green: '#00ff30',
  amber: '#ff8000',
  red: '#ff0000',
};

const fullScale = 1023;
const ambientEveryMs = 500;
const samplingMs = 200;
/** Steps of the ambient light that are told; it flickers by less. */
const ambientSteps = 20;

/** Makes the parts of a microcontroller that is ready, once. `onChange`: a sensor may say something else now. */
export async function makeParts(io: Firmata, wiring: Wiring, onChange: () => void): Promise<Parts> {
  const { default: five } = await import('johnny-five');
  const board = new five.Board({ io, repl: false, debug: false, sigint: false });
  await new Promise<void>((resolve) => board.once('ready', () => resolve()));
  const at = <Part>(pin: number, make: (options: { board: typeof board; pin: number }) => Part): Part | undefined =>
    pin < 0 ? undefined : make({ board, pin });
  const relay = (pin: number) =>
    at(pin, (options) => {
      io.pinMode(pin, pinModes.output);
      return new five.Relay({ ...options, type: 'NO' }).open();
    });
  const led = (pin: number) => at(pin, (options) => new five.Led(options).off());
  const contact = (pin: number) =>
    at(pin, (options) => {
      const made = new five.Switch({ ...options, type: 'NO' });
      made.on('open', onChange);
      made.on('close', onChange);
      return made;
    });

  const { red, green, blue } = wiring;
  const status = [red, green, blue].every((pin) => pin >= 0)
    ? new five.Led.RGB({ board, pins: { red, green, blue } })
    : undefined;
  const [visible, infrared] = [led(wiring.visibleLight), led(wiring.infraredLight)];
  const [buzzer, shutter] = [relay(wiring.buzzer), relay(wiring.shutter)];
  const [bed, lid, key] = [contact(wiring.cardOnBed), contact(wiring.caseOpen), contact(wiring.resetKey)];
  let ambient: number | undefined;
  const light = at(wiring.ambientLight, () => {
    const sensor = new five.Sensor({ board, pin: `A${wiring.ambientLight}`, freq: ambientEveryMs, threshold: 1 });
    sensor.on('data', (value: number) => {
      const told = Math.round((ambientSteps * value) / fullScale) / ambientSteps;
      if (told === ambient) return;
      ambient = told;
      onChange();
    });
    return sensor;
  });
  io.setSamplingInterval(samplingMs);
  const pins = wiredPins(wiring).map(({ pin, use }) => ({ pin, use, mode: io.pins[pin]?.mode ?? pinModes.output }));

  return {
    set({ colour, buzzer: sounding, cameraLight, shutter: wanted }) {
      status?.color(colours[colour]);
      if (cameraLight === 'visible') visible?.on();
      else visible?.off();
      if (cameraLight === 'infrared') infrared?.on();
      else infrared?.off();
      if (sounding) buzzer?.close();
      else buzzer?.open();
      if (wanted === 'open') shutter?.close();
      else shutter?.open();
    },
    sensors: () => ({
      ...(bed && isKnown(bed) && { cardOnBed: bed.isClosed }),
      ...(lid && isKnown(lid) && { caseOpen: lid.isOpen }), // the lid holds its switch closed, so that a cut wire counts as open
      ...(key && isKnown(key) && { resetKey: key.isClosed }),
      ...(ambient === undefined ? {} : { ambientLight: ambient }),
    }),
    restore() {
      io.setSamplingInterval(samplingMs);
      // Inputs first: a reset makes outputs of them, and a closed contact would short-circuit one that is driven.
      for (const { pin, use, mode } of pins) {
        if (use !== 'input') continue;
        io.pinMode(pin, mode);
        io.digitalWrite(pin, 1); // its pull-up
      }
      for (const { pin, use, mode } of pins) {
        if (use === 'input') {
          io.reportDigitalPin(pin, 1);
          continue;
        }
        io.pinMode(pin, mode);
        if (mode === pinModes.pwm) io.pwmWrite(pin, io.pins[pin]?.value ?? 0);
        else io.digitalWrite(pin, io.pins[pin]?.value ? 1 : 0);
      }
      if (light) io.reportAnalogPin(wiring.ambientLight, 1);
    },
    end: () => void light?.disable(),
  };
}

/** Until the microcontroller has said how it stands, a contact is neither. */
const isKnown = ({ isOpen, isClosed }: Switch): boolean => isOpen || isClosed;
