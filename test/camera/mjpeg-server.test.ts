import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame } from '../../drivers/camera/contract.ts';
import { createMjpegSplitter } from '../../drivers/camera/mjpeg-splitter.ts';
import { serveMjpeg } from '../../drivers/desk/mjpeg-server.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';

const test = suite('MJPEG server');
/** The least that is framed as a picture: start, a scan of three bytes, end. */
const picture = (mark: number) => Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 2, mark, 0xff, 0xd9]);

test('each viewer has pictures of its own, which stop when it leaves', async () => {
  let [started, stopped] = [0, 0];
  const server = await serveMjpeg(
    async function* (signal) {
      started += 1;
      try {
        yield* pictures(signal);
      } finally {
        stopped += 1;
      }
    },
    { port: 0 },
  );
  assert.is(started, 0);
  const leave = new AbortController();
  const one = await view(server.address, leave.signal);
  const other = await view(server.address);
  await one.next();
  await other.next();
  assert.equal([started, stopped], [2, 0]);
  leave.abort();
  while (stopped === 0) await systemClock.sleep(5);
  await other.next();
  assert.equal([started, stopped], [2, 1]);
  await server.close();
  assert.equal([started, stopped], [2, 2]);
});

test('it speaks multipart/x-mixed-replace and its parts are the pictures', async () => {
  const server = await serveMjpeg((signal) => pictures(signal, 3), { port: 0 });
  const response = await fetch(server.address);
  assert.match(response.headers.get('content-type') ?? '', /^multipart\/x-mixed-replace; boundary=/);
  const body = Buffer.from(await response.arrayBuffer());
  assert.is(body.toString('latin1').match(/content-length: 11\r\n/g)?.length, 3);
  assert.equal(
    createMjpegSplitter()
      .push(body)
      .map((jpeg) => jpeg[8]),
    [1, 2, 3],
  );
  await server.close();
});

test('it listens on loopback alone and knows one page', async () => {
  const server = await serveMjpeg((signal) => pictures(signal), { port: 0 });
  assert.match(server.address, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  assert.is((await fetch(`${server.address}other`)).status, 404);
  assert.is((await fetch(server.address, { method: 'POST' })).status, 405);
  await server.close();
});

test('when the pictures fail, the viewer sees its camera lost and the server stays', async () => {
  let views = 0;
  const server = await serveMjpeg(
    async function* (signal) {
      views += 1;
      yield* pictures(signal, 1);
      throw new Error('the lens fell off');
    },
    { port: 0 },
  );
  for (const _ of [1, 2]) {
    const ended = await fetch(server.address)
      .then((response) => response.arrayBuffer())
      .then(
        () => 'whole',
        () => 'broken',
      );
    assert.is(ended, 'broken');
  }
  assert.is(views, 2);
  await server.close();
});

test('a port that is taken is an error at start', async () => {
  const server = await serveMjpeg((signal) => pictures(signal), { port: 0 });
  const port = Number(new URL(server.address).port);
  const error = await serveMjpeg((signal) => pictures(signal), { port }).then(
    () => undefined,
    (cause: { code: string }) => cause,
  );
  assert.is(error?.code, 'EADDRINUSE');
  await server.close();
});

test.run();

async function* pictures(signal: AbortSignal, most = Number.POSITIVE_INFINITY): AsyncGenerator<Frame> {
  for (let mark = 1; mark <= most && !signal.aborted; mark += 1) {
    yield { jpeg: picture(mark & 0x7f), at: systemClock.monotonic() };
    await systemClock.sleep(5, signal).catch(() => {});
  }
}

async function view(address: string, signal?: AbortSignal) {
  const response = await fetch(address, signal ? { signal } : {});
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  return { next: () => reader.read() };
}
