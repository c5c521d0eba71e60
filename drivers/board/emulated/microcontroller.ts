import { firmata, pinModes } from '../firmata/protocol.ts';
import { firmataParser } from './firmata-parser.ts';
import { plugIn, type SerialLine } from './pty.ts';

/** An Arduino Uno: which pins can what. */
const pinCount = 20;
const firstDigital = 2;
const firstAnalog = 14;
const pwmPins = new Set([3, 5, 6, 9, 10, 11]);
const notAnalog = 127;
/** Analog channels are reported this often, as StandardFirmata does it, changed or not. */
const samplingMs = 100;

interface Pin {
  mode: number;
  /** What was written to it. */
  output: number;
  /** What is wired to it holds it at: 1 is open, by the pull-up; 0 … 1023 of an analog pin. */
  input: number;
}

/** A change of a pin that the microcontroller drives. */
export interface PinChange {
  readonly pin: number;
  readonly value: number;
}

/** An Arduino Uno with StandardFirmata on a real serial line: what the driver does is seen on its pins, and its pins are moved by hand. */
export class EmulatedMicrocontroller {
  readonly #path: string;
  readonly #pins: Pin[] = [];
  readonly #digitalReported = new Set<number>();
  readonly #analogReported = new Set<number>();
  readonly #onChange: (change: PinChange) => void;
  #line: SerialLine | undefined;
  #hangs = false;
  #wakesOnReset = false;
  #sampling: NodeJS.Timeout | undefined;

  /** `path`: where its serial port appears. `onChange` hears every change of an output. */
  constructor(path: string, onChange: (change: PinChange) => void = () => undefined) {
    this.#path = path;
    this.#onChange = onChange;
    for (let pin = 0; pin < pinCount; pin += 1) this.#pins.push({ mode: 0, output: 0, input: 1 });
    this.#forget();
  }

  async plugIn(): Promise<void> {
    this.#hangs = false;
    this.#line = await plugIn(
      this.#path,
      firmataParser((message) => this.#hear(message)),
    );
    this.#sampling = setInterval(() => {
      for (const channel of this.#analogReported) this.#reportAnalog(channel);
    }, samplingMs);
    this.#boot();
  }

  async unplug(): Promise<void> {
    clearInterval(this.#sampling);
    await this.#line?.unplug();
    this.#line = undefined;
  }

  /** Loses all that it was told, as by a dip of its power, and says what it is. */
  reset(): void {
    this.#boot();
  }

  /** Answers nothing any more; `bySoftware`: until it is told to reset. */
  hang(bySoftware = false): void {
    this.#hangs = true;
    this.#wakesOnReset = bySoftware;
  }

  /** Sends bytes that are no Firmata. */
  noise(bytes: Uint8Array): void {
    this.#line?.write(bytes);
  }

  /** A contact between a pin and ground. */
  contact(pin: number, closed: boolean): void {
    this.#at(pin).input = closed ? 0 : 1;
    this.#reportDigital(pin >> 3);
  }

  /** The voltage on an analog channel, 0 … 1023. */
  voltage(channel: number, value: number): void {
    this.#at(firstAnalog + channel).input = value;
  }

  /** What the microcontroller drives a pin with now: 0 or 1, or 0 … 255 by PWM; 0 when it drives it not. */
  output(pin: number): number {
    const { mode, output } = this.#at(pin);
    return mode === pinModes.output || mode === pinModes.pwm ? output : 0;
  }

  #at(pin: number): Pin {
    const found = this.#pins[pin];
    if (!found) throw new RangeError(`an Uno has no pin ${pin}`);
    return found;
  }

  #boot(): void {
    this.#hangs = false;
    this.#forget();
    this.#sayVersion();
    this.#sayFirmware();
  }

  #forget(): void {
    this.#digitalReported.clear();
    this.#analogReported.clear();
    this.#pins.forEach((pin, number) => {
      pin.mode = number < firstAnalog ? pinModes.output : pinModes.analog;
      this.#drive(number, 0);
    });
  }

  #drive(pin: number, value: number): void {
    const found = this.#at(pin);
    if (found.output === value) return;
    found.output = value;
    this.#onChange({ pin, value });
  }

  #hear(message: readonly number[]): void {
    const [command = 0, first = 0, second = 0] = message;
    if (this.#hangs) {
      if (command === firmata.reset && this.#wakesOnReset) this.#forgetAndWake();
      return;
    }
    const low = command & 0x0f;
    switch (command < firmata.sysex ? command & 0xf0 : command) {
      case firmata.version:
        return this.#sayVersion();
      case firmata.reset:
        return this.#forget();
      case firmata.pinMode:
        if (first < pinCount) this.#at(first).mode = second;
        return;
      case firmata.pinValue:
        return this.#drive(first, second);
      case firmata.digital:
        return this.#writePort(low, first | (second << 7));
      case firmata.analog:
        return this.#drive(low, first | (second << 7));
      case firmata.reportDigital:
        if (first) this.#digitalReported.add(low);
        else this.#digitalReported.delete(low);
        return this.#reportDigital(low);
      case firmata.reportAnalog:
        if (first) this.#analogReported.add(low);
        else this.#analogReported.delete(low);
        return this.#reportAnalog(low);
      case firmata.sysex:
        return this.#hearSysex(message);
    }
  }

  #forgetAndWake(): void {
    this.#hangs = false;
    this.#forget();
  }

  #hearSysex([, command, pin = 0, low = 0, high = 0]: readonly number[]): void {
    switch (command) {
      case firmata.firmware:
        return this.#sayFirmware();
      case firmata.capabilities:
        return this.#saySysex(
          firmata.capabilitiesAnswer,
          this.#pins.flatMap((_, number) => capabilitiesOf(number)),
        );
      case firmata.analogMapping:
        return this.#saySysex(
          firmata.analogMappingAnswer,
          this.#pins.map((_, number) => (number < firstAnalog ? notAnalog : number - firstAnalog)),
        );
      case firmata.pinState: {
        const { mode, output } = this.#at(pin);
        return this.#saySysex(firmata.pinStateAnswer, [pin, mode, output & 0x7f, output >> 7]);
      }
      case firmata.extendedAnalog:
        return this.#drive(pin, low | (high << 7));
    }
  }

  /** A port is eight pins; outputs are driven, of inputs the pull-up is set, which is on anyway. */
  #writePort(port: number, bits: number): void {
    for (let bit = 0; bit < 8; bit += 1) {
      const pin = 8 * port + bit;
      if (this.#pins[pin]?.mode === pinModes.output) this.#drive(pin, (bits >> bit) & 1);
    }
  }

  #reportDigital(port: number): void {
    if (!this.#digitalReported.has(port)) return;
    let bits = 0;
    for (let bit = 0; bit < 8; bit += 1) {
      const pin = this.#pins[8 * port + bit];
      if (pin && (pin.mode === pinModes.input || pin.mode === pinModes.pullUp)) bits |= pin.input << bit;
    }
    this.#say([firmata.digital | port, bits & 0x7f, bits >> 7]);
  }

  #reportAnalog(channel: number): void {
    if (!this.#analogReported.has(channel)) return;
    const { input } = this.#at(firstAnalog + channel);
    this.#say([firmata.analog | channel, input & 0x7f, input >> 7]);
  }

  #sayVersion(): void {
    this.#say([firmata.version, 2, 5]);
  }

  #sayFirmware(): void {
    const name = [...Buffer.from('StandardFirmata.ino')].flatMap((byte) => [byte & 0x7f, byte >> 7]);
    this.#saySysex(firmata.firmware, [2, 5, ...name]);
  }

  #saySysex(command: number, data: readonly number[]): void {
    this.#say([firmata.sysex, command, ...data, firmata.endSysex]);
  }

  #say(bytes: readonly number[]): void {
    if (!this.#hangs) this.#line?.write(Uint8Array.from(bytes));
  }
}

/** Mode and resolution of each mode of a pin, and the mark that ends them. */
function capabilitiesOf(pin: number): number[] {
  const digital = [pinModes.input, 1, pinModes.pullUp, 1, pinModes.output, 1];
  return [
    ...(pin < firstDigital ? [] : digital),
    ...(pwmPins.has(pin) ? [pinModes.pwm, 8] : []),
    ...(pin < firstAnalog ? [] : [pinModes.analog, 10]),
    notAnalog,
  ];
}
