import { systemClock } from '../../firmware/device/system-clock.ts';
import { Dialogue } from '../../firmware/terminal/serial/dialogue.ts';
import { writeFrame } from '../../firmware/terminal/serial/frame.ts';
import { keepLine } from '../../firmware/terminal/serial/keep-line.ts';
import { modelledLine } from './modelled-line.ts';

const baudRate = 115_200;
const wireMs = (bytes: number): number => (10_000 * bytes) / baudRate;
/** As large as a verdict. */
const messageBytes = 3000;

/** How much longer `messages` take over the line than their frames alone would, as a share: 0.1 is a tenth. */
export async function serialOverhead(messages: number): Promise<number> {
  const [near, far] = modelledLine(baudRate);
  let come = 0;
  let heard = () => {};
  const connected = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const sender = new Dialogue(1, wireMs);
  const common = { clock: systemClock, wireMs };
  const onLine = (trouble: unknown) => {
    if (trouble === undefined) heard();
  };
  const sending = keepLine({ ...common, open: near, dialogue: sender, onLine, onMessage: () => {} });
  const onMessage = () => {
    come += 1;
  };
  const receiving = keepLine({ ...common, open: far, dialogue: new Dialogue(2, wireMs), onLine: () => {}, onMessage });
  await connected;
  const payload = Buffer.alloc(messageBytes, 0x20);
  const began = performance.now();
  const sent = Array.from({ length: messages }, () => sender.send('reply', payload));
  sending.wake();
  await Promise.all(sent);
  const took = performance.now() - began;
  await Promise.all([sending.close(), receiving.close()]);
  if (come !== messages) throw new Error(`${come} of ${messages} came`);
  return took / (messages * wireMs(writeFrame('message', 1, 1, payload).length)) - 1;
}
