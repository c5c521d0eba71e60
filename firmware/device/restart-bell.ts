/** Why the reader ends, to start anew. */
export type RestartReason =
  | 'TERMINAL_RESTART'
  | 'SCHEDULED_RESTART'
  | 'STAFF_RESTART'
  | 'FACTORY_RESET'
  | 'UPDATE_RESTART';

/** Asks for one restart of the reader; the first reason counts. */
export interface RestartBell {
  readonly asked: Promise<RestartReason>;
  /** Soon, once the reply to whoever asked is on its way. */
  ring(reason: RestartReason): void;
}

export function restartBell(): RestartBell {
  let ring: (reason: RestartReason) => void = () => {};
  const asked = new Promise<RestartReason>((resolve) => {
    ring = resolve;
  });
  return { asked, ring: (reason) => void setImmediate(ring, reason) };
}
