import type { AtFault } from '../records/coded-error.ts';
import type { RefusedValues } from './refused-values.ts';
import type { Forgotten, SightSettings } from './sight.ts';

/**
 * The words between the check and the thread that sees for it. Pictures are handed over, never copied: the sender has them no more.
 * Both sides are the same process, so nothing of the person leaves it (R42).
 */
export type ToSight =
  | { readonly do: 'load'; readonly settings: SightSettings }
  | { readonly do: 'mark'; readonly key: Uint8Array }
  | ({ readonly do: SightTask; readonly call: number } & TaskNeeds)
  | { readonly do: 'frame'; readonly call: number; readonly jpeg: Uint8Array<ArrayBuffer>; readonly at: number }
  /** The frames of a call are over; `fault` when the camera failed. */
  | { readonly do: 'frames-over'; readonly call: number; readonly fault?: FaultWords };

export type SightTask = 'scan' | 'live' | 'reference' | 'match' | 'forget';

/** What a task needs besides frames: the reference its photo, a scan what the card has refused. */
export interface TaskNeeds {
  readonly photo?: Uint8Array<ArrayBuffer>;
  readonly refused?: RefusedValues;
}

export type FromSight =
  | { readonly say: 'loaded' }
  | { readonly say: 'hint'; readonly call: number; readonly code: string | undefined }
  | { readonly say: 'exposure'; readonly call: number; readonly stops: number }
  | {
      readonly say: 'done';
      readonly call: number;
      readonly code?: Uint8Array<ArrayBuffer>;
      readonly matched?: boolean;
      readonly forgotten?: Forgotten;
    }
  | { readonly say: 'failed'; readonly call: number; readonly fault: FaultWords };

/** A coded error on its way between threads. */
export interface FaultWords {
  readonly code: string;
  readonly at: AtFault;
  readonly what: string;
  readonly next: string;
  readonly detail?: string;
}
