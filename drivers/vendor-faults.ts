import { CodedError, type FaultTable } from '../firmware/records/coded-error.ts';
import type { Camera } from './camera/contract.ts';
import { cameraFaults } from './camera/faults.ts';
import type { CardReader } from './card/contract.ts';
import { cardFaults } from './card/faults.ts';

/**
 * What a vendor's driver throws, in this project's terms: an error whose `code` the contract knows is that fault; any other is `otherwise`. Its own
 * words are left out, since they may quote what was read.
 */
const codedBy =
  (table: FaultTable, otherwise: string) =>
  (error: unknown): CodedError => {
    const code = String(Reflect.get(Object(error), 'code'));
    const known = table[code] ? code : otherwise;
    const entry = table[known];
    if (!entry) throw error;
    return new CodedError(known, entry, known === code ? undefined : 'the driver said it in its own way');
  };

/** A vendor's card reader whose errors are this project's. */
export function codedCardReader(reader: CardReader): CardReader {
  const coded = codedBy(cardFaults, 'CARD_READER_UNAVAILABLE');
  const told = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw coded(error);
    });
  return {
    watch: (onChange, signal) => told(reader.watch(onChange, signal)),
    open: async () => {
      const channel = await told(reader.open());
      return { transmit: (command) => told(channel.transmit(command)), close: () => channel.close() };
    },
  };
}

/** A vendor's camera whose errors are this project's. */
export function codedCamera(camera: Camera): Camera {
  const coded = codedBy(cameraFaults, 'CAMERA_LOST');
  const { expose } = camera;
  return {
    async *frames(signal) {
      try {
        yield* camera.frames(signal);
      } catch (error) {
        throw coded(error);
      }
    },
    ...(expose && {
      expose: (stops: number) =>
        expose.call(camera, stops).catch((error: unknown) => {
          throw coded(error);
        }),
    }),
  };
}
