import type { Clock } from '../../firmware/device/clock.ts';
import type { Camera, Frame } from './contract.ts';
import { cameraFault } from './faults.ts';
import type { FfmpegCameraSettings } from './ffmpeg-arguments.ts';
import { ffmpegArguments, sourceKind } from './ffmpeg-arguments.ts';
import type { FfmpegProcess } from './ffmpeg-process.ts';
import { startFfmpeg } from './ffmpeg-process.ts';
import { createMjpegSplitter } from './mjpeg-splitter.ts';
import type { Newest } from './newest.ts';
import { createNewest } from './newest.ts';
import { V4l2Exposure } from './v4l2-exposure.ts';

export type { FfmpegCameraSettings } from './ffmpeg-arguments.ts';

/**
 * A camera seen through an ffmpeg child process: a V4L2 device, a file, or a network address. The process runs while
 * somebody takes frames and is gone when the iteration has ended, however it ends.
 * `frames` throws CAMERA_TOOL_MISSING, CAMERA_UNAVAILABLE (no first frame in time) or CAMERA_LOST (no next one), with
 * ffmpeg's last line as detail.
 */
export function createFfmpegCamera(settings: FfmpegCameraSettings, { clock }: { clock: Clock }): Camera {
  const { startTimeoutMs = 8000, stallTimeoutMs = 2000, ffmpeg = 'ffmpeg' } = settings;
  let ways = ffmpegArguments(settings, stallTimeoutMs);
  const exposure = sourceKind(settings.input) === 'device' ? new V4l2Exposure(settings.input) : undefined;

  return {
    ...(exposure ? { expose: (stops) => exposure.expose(stops) } : {}),
    async *frames(signal) {
      const startBy = clock.monotonic() + startTimeoutMs;
      for (const [index, way] of ways.entries()) {
        if (signal.aborted) return;
        const running = startFfmpeg(ffmpeg, way, clock);
        const box = createNewest<Frame>(dropFrame);
        const stopWatching = pump(running, box, clock);
        const leave = () => {
          box.end();
          exposure?.end();
          void running.stop(); // at once, even while the taker is busy with a frame
        };
        signal.addEventListener('abort', leave);
        try {
          const first = await within(startBy - clock.monotonic(), box.take(), clock);
          if (signal.aborted) return discard(first);
          if (first === 'late') throw cameraFault('CAMERA_UNAVAILABLE', `no picture in ${startTimeoutMs} ms`);
          if (first) {
            ways = [way, ...ways.filter((other) => other !== way)]; // the next start takes this way at once
            exposure?.begin();
            yield first;
            yield* rest(box, signal, running);
            return;
          }
          if (index === ways.length - 1) throw cameraFault('CAMERA_UNAVAILABLE', (await running.ended) || undefined);
        } finally {
          signal.removeEventListener('abort', leave);
          leave();
          await running.stop();
          stopWatching();
        }
      }
    },
  };

  async function* rest(box: Newest<Frame>, signal: AbortSignal, running: FfmpegProcess): AsyncGenerator<Frame> {
    for (;;) {
      const frame = await within(stallTimeoutMs, box.take(), clock);
      if (signal.aborted) return discard(frame);
      if (frame === 'late') throw cameraFault('CAMERA_LOST', `no picture for ${stallTimeoutMs} ms`);
      if (!frame) throw cameraFault('CAMERA_LOST', (await running.ended) || undefined);
      yield frame;
    }
  }
}

/** Moves pictures from ffmpeg to the mailbox; gives what zeroes the unfinished one. */
function pump(running: FfmpegProcess, box: Newest<Frame>, clock: Clock): () => void {
  const splitter = createMjpegSplitter();
  running.output.on('data', (chunk: Buffer) => {
    for (const jpeg of splitter.push(chunk)) box.put({ jpeg, at: clock.monotonic() });
  });
  void running.ended.then(() => box.end());
  return () => splitter.clear();
}

/** Zeroes a frame that came together with the abort. */
function discard(frame: Frame | 'late' | undefined): void {
  if (frame && frame !== 'late') dropFrame(frame);
}

function dropFrame(frame: Frame): void {
  frame.jpeg.fill(0);
}

/** The thing, or 'late' after `ms`. */
async function within<T>(ms: number, thing: Promise<T>, clock: Clock): Promise<T | 'late'> {
  const timer = new AbortController();
  const late = clock.sleep(Math.max(0, ms), timer.signal).then(
    () => 'late' as const,
    () => thing, // the timer was called off: the thing came
  );
  try {
    return await Promise.race([thing, late]);
  } finally {
    timer.abort();
  }
}
