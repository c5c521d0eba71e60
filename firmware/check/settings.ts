import type { CameraDriverSettings } from '../../drivers/camera/index.ts';
import type { CardDriverSettings } from '../../drivers/card/index.ts';
import type { Profile } from '../flow/types.ts';
import type { SightSettings } from './sight.ts';

/** What a check process is told at its birth; all of it from `device.config.json`, nothing of a person. */
export interface CheckSettings extends SightSettings {
  readonly profile: Profile;
  readonly drivers: {
    readonly card: CardDriverSettings;
    readonly faceCamera: CameraDriverSettings;
    readonly cardCamera: CameraDriverSettings;
    /** Socket of the emulated desk. */
    readonly desk: { readonly socket: string };
  };
  readonly trust: {
    readonly store: string;
    readonly pinless: { readonly implementation: 'none' | 'cv-certificate'; readonly folder: string };
  };
  /** Below this many tries left on 照合番号B nothing is submitted. */
  readonly minCodeBTries: number;
  /** The card-face scan gives up after this long. */
  readonly scanMs: number;
  readonly cameraOn: 'when-chosen' | 'with-card';
  /** The panel's origins: its page alone may speak on the patient channel. */
  readonly panelOrigins: readonly string[];
  /** Loopback port of the patient channel; 0 takes a free one. */
  readonly patientChannelPort: number;
}
