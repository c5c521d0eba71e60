/** What a camera behind ffmpeg is. */
export interface FfmpegCameraSettings {
  /** `/dev/videoN`, a file's path (played in a loop at its own rate), or an `http://`, `https://` or `rtsp://` address. */
  readonly input: string;
  /** `640x480`: asked of a device, scaled to when transcoding; a source that is MJPEG already passes as it is. */
  readonly size: string;
  /** Frames a second: asked of a device, made when transcoding. */
  readonly fps: number;
  /** Longest wait for the first frame, ms. */
  readonly startTimeoutMs?: number;
  /** Longest wait for the next frame, ms. */
  readonly stallTimeoutMs?: number;
  /** The program's name or path. */
  readonly ffmpeg?: string;
}

/** Where the pictures come from; decides how ffmpeg is asked. */
export type SourceKind = 'device' | 'file' | 'http' | 'rtsp';

/** Tells the kind of an input by its form alone. */
export function sourceKind(input: string): SourceKind {
  if (/^https?:\/\//i.test(input)) return 'http';
  if (/^rtsps?:\/\//i.test(input)) return 'rtsp';
  return input.startsWith('/dev/') ? 'device' : 'file';
}

/**
 * The ways to ask ffmpeg for concatenated JPEGs on its standard output, best first: as the source's own MJPEG (no
 * picture decoded), then transcoded. Each way that does not fit its source ends at once, so the next can be tried.
 * @param stallMs after which a silent network source ends ffmpeg by itself, so that it outlives nobody
 */
export function ffmpegArguments(settings: FfmpegCameraSettings, stallMs: number): string[][] {
  const { input, size, fps } = settings;
  const [width, height] = size.split('x');
  const head = ['-nostdin', '-hide_banner', '-loglevel', 'error'];
  // Not `-fflags nobuffer`: it throws away the frames that were looked at, so the first one comes a frame later.
  const known = ['-flags', 'low_delay', '-analyzeduration', '0', '-probesize', '32'];
  const unknown = ['-flags', 'low_delay', '-analyzeduration', '500000', '-probesize', '500000'];
  const copy = ['-map', '0:v:0', '-c:v', 'copy'];
  const scale = `scale=${width}:${height}:force_original_aspect_ratio=increase,crop=${width}:${height}`;
  const transcode = [
    '-map',
    '0:v:0',
    '-vf',
    `fps=${fps},${scale}`,
    '-c:v',
    'mjpeg',
    '-q:v',
    '3',
    '-pix_fmt',
    'yuvj420p',
  ];
  const tail = ['-f', 'mjpeg', '-flush_packets', '1', 'pipe:1'];

  const way = (source: string[], pictures: string[]) => [...head, ...source, '-i', input, ...pictures, ...tail];
  switch (sourceKind(input)) {
    case 'device': {
      const device = [...known, '-f', 'v4l2', '-framerate', `${fps}`, '-video_size', size];
      return [way([...device, '-input_format', 'mjpeg'], copy), way(device, transcode)];
    }
    case 'http': {
      const patience = ['-rw_timeout', `${stallMs * 1000}`];
      return [way([...known, ...patience, '-f', 'mpjpeg'], copy), way([...unknown, ...patience], transcode)];
    }
    case 'rtsp': {
      const patience = [...unknown, '-rtsp_transport', 'tcp', '-timeout', `${stallMs * 1000}`];
      return [way(patience, [...copy, '-bsf:v', 'mjpeg2jpeg']), way(patience, transcode)]; // the filter takes MJPEG only
    }
    case 'file': {
      const loop = ['-re', '-stream_loop', '-1'];
      return /\.mjpe?g$/i.test(input) ? [way(loop, copy), way(loop, transcode)] : [way(loop, transcode)];
    }
  }
}
