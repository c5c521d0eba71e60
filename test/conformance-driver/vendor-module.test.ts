import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createBoard } from '../../drivers/board/index.ts';
import { createCamera } from '../../drivers/camera/index.ts';
import { createCardReader } from '../../drivers/card/index.ts';
import { checkSettings } from '../../firmware/device/settings-check.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

const test = suite<{ folder: string }>("a vendor's own driver in the reader");
test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-vendor-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

async function moduleIn(folder: string, source: string): Promise<string> {
  const path = join(folder, `driver-${Math.round(performance.now() * 1000)}.mjs`);
  await writeFile(path, source);
  return path;
}

const thrown = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

test('[R06] what it throws by a code of the contract is that fault; what it throws in its own way is the reader’s, without its words', async ({
  folder,
}) => {
  const module = await moduleIn(
    folder,
    `export const createCardReader = ({ kind }) => ({
      watch: async () => undefined,
      open: async () => ({
        transmit: async (command) => { throw command[0] ? Object.assign(new Error('pulled'), { code: 'CARD_REMOVED' }) : new Error('name of the holder'); },
        close: async () => undefined,
      }),
    });`,
  );
  const channel = await (await createCardReader({ driver: 'module', module }, '', systemClock)).open();
  const [pulled, own] = [
    await thrown(channel.transmit(Uint8Array.of(1))),
    await thrown(channel.transmit(Uint8Array.of(0))),
  ];
  assert.ok(pulled instanceof CodedError && pulled.code === 'CARD_REMOVED');
  assert.ok(own instanceof CodedError && own.code === 'CARD_READER_UNAVAILABLE');
  assert.not.match(String(own), 'name of the holder');
});

test('[R46] a camera that fails in its own way is lost; a board may come from a module too', async ({ folder }) => {
  const module = await moduleIn(
    folder,
    `export const createCamera = ({ kind }) => ({ async *frames() { yield { jpeg: Buffer.from(kind), at: 0 }; throw new Error('usb'); } });
     export const createBoard = () => ({ watch: async () => undefined, show() {}, sound() {} });`,
  );
  const camera = await createCamera(
    'card-camera',
    { driver: 'module', module, size: '1280x720', fps: 15 },
    '',
    systemClock,
  );
  const seen: string[] = [];
  const error = await thrown(
    (async () => {
      for await (const { jpeg } of camera.frames(new AbortController().signal)) seen.push(jpeg.toString());
    })(),
  );
  assert.equal(seen, ['card-camera']);
  assert.ok(error instanceof CodedError && error.code === 'CAMERA_LOST');
  const verdict = checkSettings({ drivers: { board: { driver: 'module', module } } }, '/');
  assert.ok(verdict.ok && (await createBoard(verdict.settings.drivers.board, systemClock)));
});

test('a module that is not there, or makes no such device, is a fault that says so', async ({ folder }) => {
  const nothing = await moduleIn(folder, 'export const other = 1;');
  for (const module of [undefined, join(folder, 'none.mjs'), nothing]) {
    const error = await thrown(createCardReader({ driver: 'module', ...(module ? { module } : {}) }, '', systemClock));
    assert.ok(error instanceof CodedError && error.code === 'CARD_READER_UNAVAILABLE', String(error));
  }
});

test.run();
