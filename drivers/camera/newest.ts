/** A mailbox with one place: whoever is slow gets the newest thing, never a backlog. */
export interface Newest<T> {
  /** Leaves a thing; one that still lay there goes to `drop`. After the end it is dropped at once. */
  put(thing: T): void;
  /** Nothing more comes; a thing still lying there is dropped. */
  end(): void;
  /** Takes the thing, waiting for one; undefined after the end. One taker at a time. */
  take(): Promise<T | undefined>;
}

/** @param drop gets each thing that nobody took, to zero or free it */
export function createNewest<T extends object>(drop: (thing: T) => void): Newest<T> {
  let lying: T | undefined;
  let ended = false;
  let wake: (() => void) | undefined;

  return {
    put(thing) {
      if (lying || ended) drop(ended ? thing : (lying as T));
      if (ended) return;
      lying = thing;
      wake?.();
    },
    end() {
      ended = true;
      if (lying) drop(lying);
      lying = undefined;
      wake?.();
    },
    async take() {
      if (!lying && !ended) await new Promise<void>((resolve) => (wake = resolve));
      wake = undefined;
      const thing = lying;
      lying = undefined;
      return thing;
    },
  };
}
