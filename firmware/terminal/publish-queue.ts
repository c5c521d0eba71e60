/** From here on terminals that send more are held back. */
const fullAt = 64;

/** What the reader publishes, one after the other. */
export interface PublishQueue {
  /** Runs `publish` after all that were added before; done or failed as it is. */
  add(publish: () => Promise<void>): Promise<void>;
  /** Done when the queue is not full: a flood of requests must not become a flood of replies in memory. */
  room(): Promise<void>;
}

/**
 * Order matters beyond good manners: the broker takes a message that overtakes another for a duplicate's successor and
 * silently drops the one overtaken, and retained messages take longer.
 */
export function publishQueue(): PublishQueue {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  return {
    async add(publish) {
      waiting += 1;
      const turn = last.then(publish);
      last = turn
        .catch(() => {}) // told to its own caller
        .then(() => {
          waiting -= 1;
        });
      await turn;
    },
    async room() {
      while (waiting >= fullAt) await last;
    },
  };
}
