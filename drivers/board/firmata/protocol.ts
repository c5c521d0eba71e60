/** The messages of the Firmata protocol 2 (github.com/firmata/protocol) that the driver sends itself and the emulated microcontroller understands. */
export const firmata = {
  digital: 0x90,
  reportAnalog: 0xc0,
  reportDigital: 0xd0,
  analog: 0xe0,
  sysex: 0xf0,
  pinMode: 0xf4,
  pinValue: 0xf5,
  endSysex: 0xf7,
  version: 0xf9,
  reset: 0xff,
  analogMapping: 0x69,
  analogMappingAnswer: 0x6a,
  capabilities: 0x6b,
  capabilitiesAnswer: 0x6c,
  pinState: 0x6d,
  pinStateAnswer: 0x6e,
  extendedAnalog: 0x6f,
  firmware: 0x79,
  samplingInterval: 0x7a,
} as const;

/** Modes of a pin. */
export const pinModes = { input: 0, output: 1, analog: 2, pwm: 3, pullUp: 11 } as const;
