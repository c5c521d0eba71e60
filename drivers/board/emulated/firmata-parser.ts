import { firmata } from '../firmata/protocol.ts';

/** Three bytes, or two. */
const lengthOf = (command: number): number => {
  if (command === firmata.pinMode || command === firmata.pinValue) return 3;
  if (command >= firmata.sysex) return 1;
  const kind = command & 0xf0;
  if (kind === firmata.digital || kind === firmata.analog) return 3;
  return kind === firmata.reportAnalog || kind === firmata.reportDigital ? 2 : 1;
};

/** Cuts a stream of bytes into Firmata messages: a command with its data, a sysex without its end. Answers with what takes the next bytes. */
export function firmataParser(onMessage: (message: readonly number[]) => void): (chunk: Uint8Array) => void {
  let message: number[] = [];
  const take = (byte: number) => {
    const inSysex = message[0] === firmata.sysex;
    if (inSysex && byte === firmata.endSysex) {
      onMessage(message);
      message = [];
    } else if (byte >= 0x80) message = [byte];
    else if (message.length > 0) message.push(byte);
    if (message[0] === undefined || message[0] === firmata.sysex || message.length < lengthOf(message[0])) return;
    onMessage(message);
    message = [];
  };
  return (chunk) => chunk.forEach(take);
}
