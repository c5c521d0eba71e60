/** What the reader asks of a camera, the one that sees the face and the one that sees the card alike. */
export interface Camera {
  /**
   * Streams frames until `signal` aborts; the device is off before and after. A slow consumer gets the newest frame, never a backlog.
   * Throws `CAMERA_UNAVAILABLE` when it cannot start, `CAMERA_LOST` when frames stop.
   */
  frames(signal: AbortSignal): AsyncIterable<Frame>;
  /**
   * Exposes by so many stops (−2…2) against the usual exposure, as near as the device can, while frames are taken; the
   * driver goes back to the usual when they end. A driver that cannot leaves it out. Throws `CAMERA_EXPOSURE_FIXED` when
   * this device cannot; frames go on all the same.
   */
  expose?(stops: number): Promise<void>;
}

/** One picture. The receiver owns `jpeg` and zeroes it. */
export interface Frame {
  /** A whole baseline JPEG, as UVC cameras send it. */
  readonly jpeg: Buffer;
  /** When it was taken, in ms of `performance.now()` of this process. */
  readonly at: number;
}
