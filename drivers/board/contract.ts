import type { CodedError } from '../../firmware/records/coded-error.ts';

/**
 * What the reader asks of the board around its card bed and face camera: lights, buzzer, shutter and sensors. A board has some of these parts or all;
 * what it has not, it leaves undone and unsaid. Drivers are made by `drivers/board/index.ts`.
 */
export interface Board {
  /**
   * Keeps the board until `signal` aborts, then puts everything out and closes the shutter. Once for each board.
   * A board that is gone or stuck is told, never thrown: the driver gets it back by itself and shows what was wanted last.
   */
  watch(listener: BoardListener, signal: AbortSignal): Promise<void>;
  /** What it is to show from now on, whole; held until the next. */
  show(outputs: BoardOutputs): void;
  /** One sound, at once; another one that still goes on gives way. */
  sound(sound: Sound): void;
}

export interface BoardListener {
  /** What is wrong with the board (`boardFaults`); undefined once it works. */
  onTrouble(trouble: CodedError | undefined): void;
  /** It was reset, and has been set anew: no trouble, but worth a note. */
  onReset?(): void;
  /** The sensors, whole, at each change. */
  onSensors(sensors: BoardSensors): void;
}

/** What the sensors say; one that the board has not is left out. */
export interface BoardSensors {
  /** Something lies on the card bed. */
  readonly cardOnBed?: boolean;
  /** The case is open. */
  readonly caseOpen?: boolean;
  /** The key for a factory reset is pressed. */
  readonly resetKey?: boolean;
  /** Light around the reader, 0 dark … 1 bright. */
  readonly ambientLight?: number;
}

export interface BoardOutputs {
  readonly light: StatusLight;
  /** Before the face camera. */
  readonly cameraLight: CameraLight;
  readonly shutter: 'open' | 'closed';
}

export interface StatusLight {
  readonly colour: Colour;
  readonly pattern: LightPattern;
}

export type Colour = 'off' | 'white' | 'blue' | 'green' | 'amber' | 'red';
/** Told apart without colours too: `slow` and `fast` blink, `double` flashes twice and pauses. */
export type LightPattern = 'steady' | 'slow' | 'fast' | 'double';
export type CameraLight = 'off' | 'visible' | 'infrared';
/** `done`: identified; `refused`: not; `call`: take your card. */
export type Sound = 'done' | 'refused' | 'call';
