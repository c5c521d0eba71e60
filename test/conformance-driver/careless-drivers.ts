/** Drivers that break their contract, each in ways that a vendor's first try does. */
const asleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const shared = Buffer.from([0x6a, 0x82]);

export const createCardReader = () => ({
  // Tells by polling, the same every time, and forgets its signal.
  watch: async (onChange: (presence: object) => void) => {
    for (;;) {
      onChange({ state: 'laid' });
      await asleep(100);
    }
  },
  open: async () => ({
    transmit: async () => shared,
    close: async () => undefined,
  }),
});

export const createCamera = () => ({
  // Frames without an end, of no JPEG, with no time.
  async *frames() {
    for (;;) {
      yield { jpeg: Buffer.from('GIF89a'), at: 0 };
      await asleep(50);
    }
  },
});

export const createBoard = () => ({
  watch: async (listener: { onTrouble(trouble: undefined): void; onSensors(sensors: object): void }) => {
    listener.onTrouble(undefined);
    listener.onSensors({ cardOnBed: 1, lux: 400 });
    await new Promise(() => setInterval(() => undefined, 1000));
  },
  show: () => undefined,
  sound: () => {
    throw new Error('no buzzer');
  },
});
