/** Time, handed in everywhere so that tests can hold it still. */
export interface Clock {
  /** Wall clock, ms since 1970: for certificates, logs and messages only. */
  wall(): number;
  /** Monotonic ms: for every duration and deadline. */
  monotonic(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
