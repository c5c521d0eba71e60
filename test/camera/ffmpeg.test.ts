import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Camera, Frame } from '../../drivers/camera/contract.ts';
import type { FfmpegCameraSettings } from '../../drivers/camera/ffmpeg.ts';
import { createFfmpegCamera } from '../../drivers/camera/ffmpeg.ts';
import { ffmpegArguments } from '../../drivers/camera/ffmpeg-arguments.ts';
import { serveMjpeg } from '../../drivers/desk/mjpeg-server.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

if (process.env.SILENT_SOURCE) await lookAtSilence(process.env.SILENT_SOURCE);

const test = suite('camera through ffmpeg');
const folder = mkdtempSync(join(tmpdir(), 'camera-test-'));
test.after(() => rmSync(folder, { recursive: true }));

test('a file plays in a loop, transcoded to JPEGs of the size asked for', async () => {
  const frames = await take(camera({ input: film('film.mp4', ['-t', '0.4', '-c:v', 'libx264']), size: '320x200' }), 12); // 0.4 s hold 6
  for (const { jpeg } of frames) {
    const { format, width, height } = await sharp(jpeg).metadata();
    assert.equal({ format, width, height }, { format: 'jpeg', width: 320, height: 200 });
  }
  assert.ok(frames.every((frame, index) => index === 0 || frame.at > (frames[index - 1] as Frame).at));
  assert.is.not(Buffer.compare((frames[0] as Frame).jpeg, (frames[3] as Frame).jpeg), 0);
});

test('an MJPEG file passes as it is, byte for byte', async () => {
  const path = film('film.mjpeg', ['-t', '0.4', '-c:v', 'mjpeg']);
  const original = readFileSync(path);
  for (const { jpeg } of await take(camera({ input: path, size: '320x200' }), 8)) assert.ok(original.includes(jpeg));
});

test('an HTTP multipart address passes as it is, and its newest picture comes', async () => {
  const pictures = await Promise.all([0, 80, 160].map(plain));
  const server = await serveMjpeg((signal) => repeat(pictures, signal), { port: 0 });
  const frames = await take(camera({ input: server.address }), 6);
  for (const { jpeg } of frames) assert.ok(pictures.some((picture) => picture.equals(jpeg)));
  await server.close();
});

test('an HTTP address that is no multipart stream is transcoded', async () => {
  const body = readFileSync(film('plain.avi', ['-t', '2', '-c:v', 'mpeg4']));
  const server = await listen((socket) => {
    socket.on('data', () =>
      socket.write(`HTTP/1.1 200 OK\r\ncontent-type: video/avi\r\ncontent-length: ${body.length}\r\n\r\n`),
    );
    socket.on('data', () => socket.write(body));
  });
  const [frame] = await take(camera({ input: server.address }), 1);
  assert.is((await sharp(frame?.jpeg).metadata()).width, 160);
  server.close();
});

test('[R46] a device that is not there: CAMERA_UNAVAILABLE with what ffmpeg said', async () => {
  const error = await failure(camera({ input: '/dev/video-none' }));
  assert.is(error.code, 'CAMERA_UNAVAILABLE');
  assert.match(error.detail ?? '', 'No such file or directory');
});

test('[R46] without ffmpeg: CAMERA_TOOL_MISSING, which says what to install', async () => {
  const error = await failure(camera({ input: '/dev/video0', ffmpeg: '/nowhere/ffmpeg' }));
  assert.is(error.code, 'CAMERA_TOOL_MISSING');
  assert.match(error.next, 'install');
});

test('a password in an address is in no error', async () => {
  const error = await failure(camera({ input: 'rtsp://somebody:open-sesame@127.0.0.1:1/x' }));
  assert.is(error.code, 'CAMERA_UNAVAILABLE');
  assert.not.match(`${error.message} ${error.detail}`, 'sesame');
});

test('[R46] a source that never sends: CAMERA_UNAVAILABLE after the start time-out, nothing left running', async () => {
  const server = await listen(() => {});
  const error = await failure(camera({ input: server.address, startTimeoutMs: 300, stallTimeoutMs: 60_000 }));
  assert.is(error.code, 'CAMERA_UNAVAILABLE');
  assert.equal(childrenOf(process.pid), []);
  server.close();
});

test('[R46] a source that falls silent: CAMERA_LOST after the stall time-out, nothing left running', async () => {
  const picture = await plain(100);
  const server = await serveMjpeg((signal) => twiceThenSilence(picture, signal), { port: 0 });
  const frames: Frame[] = [];
  const error = await failure(camera({ input: server.address, stallTimeoutMs: 300 }), frames);
  assert.is(error.code, 'CAMERA_LOST');
  assert.ok(frames.length >= 1);
  assert.equal(childrenOf(process.pid), []);
  await server.close();
});

test('[R46] a source that ends: CAMERA_LOST', async () => {
  const picture = await plain(100);
  const server = await serveMjpeg((signal) => repeat([picture], signal, 5), { port: 0 });
  const error = await failure(camera({ input: server.address }));
  assert.is(error.code, 'CAMERA_LOST');
  await server.close();
});

test('abort ends the frames and leaves no child process, even while the taker is busy with a frame', async () => {
  const path = film('film.mp4', ['-t', '0.4', '-c:v', 'libx264']);
  const stop = new AbortController();
  for await (const _ of camera({ input: path }).frames(stop.signal)) {
    assert.is(childrenOf(process.pid).length, 1);
    stop.abort();
    await gone(() => childrenOf(process.pid).length === 0);
  }
  assert.equal(childrenOf(process.pid), []);
});

test('a taker that leaves the loop leaves no child process', async () => {
  for await (const _ of camera({ input: film('film.mp4', ['-t', '0.4', '-c:v', 'libx264']) }).frames(
    new AbortController().signal,
  ))
    break;
  assert.equal(childrenOf(process.pid), []);
});

test('an abort before the start opens nothing', async () => {
  for await (const _ of camera({ input: '/dev/video-none' }).frames(AbortSignal.abort())) assert.unreachable();
});

test('a slow taker gets the newest picture, never a backlog', async () => {
  const pictures = await Promise.all(Array.from({ length: 40 }, (_, index) => plain(index * 6)));
  let sent = 0;
  const numbered = async function* (signal: AbortSignal): AsyncGenerator<Frame> {
    for await (const frame of repeat(pictures, signal, pictures.length)) {
      sent += 1;
      yield frame;
    }
    await silence(signal);
  };
  const server = await serveMjpeg(numbered, { port: 0 });
  const stop = new AbortController();
  const got: number[] = [];
  for await (const { jpeg } of camera({ input: server.address, stallTimeoutMs: 5000 }).frames(stop.signal)) {
    got.push(pictures.findIndex((picture) => picture.equals(jpeg)));
    if (got.length === 1) await gone(() => sent === pictures.length);
    if (got.length === 1) await systemClock.sleep(500); // the last ones on their way
    if (got.length === 2) stop.abort();
  }
  assert.is(got[1], pictures.length - 1);
  await server.close();
});

test('ffmpeg does not outlive a reader that is killed, even while its source is silent', async () => {
  const server = await listen(() => {});
  const reader = fork(process.argv[2] as string, [], { env: { ...process.env, SILENT_SOURCE: server.address } });
  const [pid] = (await once(reader, 'message')) as [number];
  assert.match(readFileSync(`/proc/${pid}/cmdline`, 'utf8'), 'ffmpeg');
  reader.kill('SIGKILL');
  await once(reader, 'exit');
  await gone(() => !runs(pid));
  server.close();
});

test('a device is asked for MJPEG first, then for whatever it has', () => {
  const [first = [], second = [], ...more] = ffmpegArguments({ input: '/dev/video0', size: '640x480', fps: 15 }, 2000);
  assert.is(more.length, 0);
  assert.match(
    first.join(' '),
    '-f v4l2 -framerate 15 -video_size 640x480 -input_format mjpeg -i /dev/video0 -map 0:v:0 -c:v copy',
  );
  assert.match(second.join(' '), '-f v4l2 -framerate 15 -video_size 640x480 -i /dev/video0');
  assert.match(second.join(' '), '-c:v mjpeg');
});

if (!process.env.SILENT_SOURCE) test.run();

function camera(settings: Partial<FfmpegCameraSettings> & { input: string }): Camera {
  return createFfmpegCamera({ size: '160x120', fps: 15, ...settings }, { clock: systemClock });
}

async function take(from: Camera, count: number): Promise<Frame[]> {
  const stop = new AbortController();
  const frames: Frame[] = [];
  for await (const frame of from.frames(stop.signal)) {
    frames.push(frame);
    if (frames.length === count) stop.abort();
  }
  assert.is(frames.length, count);
  return frames;
}

async function failure(from: Camera, frames: Frame[] = []): Promise<CodedError> {
  try {
    for await (const frame of from.frames(new AbortController().signal)) frames.push(frame);
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  return assert.unreachable('it ended without an error') as never;
}

/** A test film, made once. */
function film(name: string, how: string[]): string {
  const path = join(folder, name);
  const args = [
    '-nostdin',
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'testsrc=size=160x120:rate=15',
    ...how,
    '-pix_fmt',
    'yuvj420p',
  ];
  execFileSync('ffmpeg', [...args, '-y', path]);
  return path;
}

function plain(grey: number): Promise<Buffer> {
  return sharp({ create: { width: 160, height: 120, channels: 3, background: { r: grey, g: grey, b: 90 } } })
    .jpeg()
    .toBuffer();
}

async function* repeat(
  pictures: readonly Buffer[],
  signal: AbortSignal,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Frame> {
  for (let count = 0; count < most && !signal.aborted; count += 1) {
    yield { jpeg: pictures[count % pictures.length] as Buffer, at: systemClock.monotonic() };
    await systemClock.sleep(40, signal).catch(() => {});
  }
}

async function* twiceThenSilence(picture: Buffer, signal: AbortSignal): AsyncGenerator<Frame> {
  yield* repeat([picture], signal, 2);
  await silence(signal);
}

async function silence(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

async function listen(onSocket: (socket: Socket) => void): Promise<{ address: string; close(): void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function childrenOf(pid: number): number[] {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const listed = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'));
  return listed.join(' ').split(/\s+/).filter(Boolean).map(Number);
}

function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until something is so; the test's time limit ends a wait in vain. */
async function gone(isSo: () => boolean): Promise<void> {
  while (!isSo()) await systemClock.sleep(20);
}

/** The part of a reader that looks at a silent camera and is killed in the midst of it. */
async function lookAtSilence(address: string): Promise<never> {
  const looking = failure(camera({ input: address, startTimeoutMs: 60_000, stallTimeoutMs: 60_000 }));
  await gone(() =>
    childrenOf(process.pid).some((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]?.endsWith('ffmpeg'),
    ),
  );
  process.send?.(childrenOf(process.pid)[0]);
  await looking;
  process.exit(1);
}
