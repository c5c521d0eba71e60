import type { CameraFailure } from '../camera/emulated/failing.ts';
import type { PrintedFace } from '../card/emulated/printed-face.ts';
import type { Light } from '../face-camera/emulated/light.ts';
import type { Shown } from '../face-camera/emulated/standing.ts';
import type { DeskAnswer } from './control.ts';

/** What the thread that draws the cameras' pictures is told. */
export type ToCameras =
  | { readonly do: 'lay'; readonly call: number; readonly printed: PrintedFace | undefined }
  | { readonly do: 'show'; readonly shown: Shown | undefined }
  | { readonly do: 'turn'; readonly turn: number }
  | { readonly do: 'light'; readonly light: Light }
  | { readonly do: 'fail'; readonly camera: 'card' | 'face'; readonly failure: CameraFailure | undefined }
  /** Begins a view of the desk; its number is the caller's. */
  | { readonly do: 'look'; readonly view: number; readonly camera: 'card' | 'face' }
  | { readonly do: 'expose'; readonly view: number; readonly stops: number }
  | { readonly do: 'look-away'; readonly view: number };

/** What that thread says. */
export type FromCameras =
  | { readonly say: 'ready' }
  | { readonly say: 'laid'; readonly call: number; readonly refused?: Refused }
  | { readonly say: 'frame'; readonly view: number; readonly jpeg: Uint8Array<ArrayBuffer> }
  | { readonly say: 'over'; readonly view: number; readonly refused?: Refused };

/** Why something could not be drawn. */
export type Refused = Extract<DeskAnswer, { done: false }>;
