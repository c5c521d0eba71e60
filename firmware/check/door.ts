import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Erasure } from '../flow/types.ts';
import { CodedError } from '../records/coded-error.ts';
import { checkEnvironment } from './environment.ts';
import { checkFault } from './faults.ts';
import type { HeldCounts } from './held.ts';
import type { DeviceState, FromCheck, MemoryScan, PatientChannelAddress, ToCheck } from './messages.ts';
import type { CheckSettings } from './settings.ts';

/** Heap limit of a check process in MiB: it holds pictures outside the heap and little inside. */
const heapMiB = 96;
/** A spare that cannot be had, or dies, is tried again after these, in ms; the last again and again. */
const againMs = [200, 1000, 2000, 5000, 10_000, 30_000];
/** A process that has zeroed all may go on so long, in ms, to look through its own memory. */
const lookMs = 3000;

export interface DoorOptions {
  /** The bundled check process. */
  readonly entry: string;
  readonly settings: CheckSettings;
  /** Keep one process warm between checks. */
  readonly spare: boolean;
  /** A check lives at most this long, in ms; then it is killed. */
  readonly deadlineMs: number;
  /** After being asked to end it has this long, in ms, before it is killed. */
  readonly endMs: number;
  /** Hears what the first process finds out of the cameras, before the first card. */
  readonly onDevice?: (state: DeviceState) => void;
  /** Hears why no spare can be had, and, with undefined, that there is one again. */
  readonly onSpare?: (fault: CodedError | undefined) => void;
}

/** How a check process went; it is gone. */
export interface CheckEnd {
  readonly erasure: Erasure;
  readonly exit: 'by-itself' | 'by-signal';
  /** What it had held, if it could still say. */
  readonly held?: HeldCounts;
  /** What its look through its own memory found, if it came to one. */
  readonly scan?: MemoryScan;
}

/** A check process as the core sees it: words to it, words from it, its end. */
export interface RunningCheck {
  readonly channel: Promise<PatientChannelAddress>;
  send(message: ToCheck): void;
  /** Asks it to zero and exit; kills it when it does not. Resolves when the process is gone. Asking twice is harmless. */
  end(): Promise<CheckEnd>;
  kill(): void;
  readonly gone: Promise<CheckEnd>;
}

/** The only door to check processes: births, the warm spare, the deadline, the kill. */
export class CheckDoor {
  #options: DoorOptions;
  #spare: Child | undefined;
  #running: Child | undefined;
  #born = false;
  #closed = false;
  #spareMissed = false;
  readonly #stop = new AbortController();

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** Makes the warm spare; resolves when it is ready. Throws `CHECK_NOT_READY` when it ends before. */
  async warmUp(): Promise<void> {
    if (!this.#options.spare || this.#closed || this.#spare || this.#running) return;
    const child = this.#birth();
    this.#spare = child;
    child.gone.then(() => {
      if (this.#spare !== child) return;
      this.#spare = undefined;
      if (child.isReady) void this.#keepWarm(); // it died while it waited: memory ran short, or somebody killed it
    });
    const over = child.gone.then(() => {
      if (!child.isTaken) throw checkFault('CHECK_NOT_READY'); // else it ended with the check that it was taken for
    });
    await Promise.race([child.channel, over]);
  }

  /** Ends the warm spare; a new one comes in its place by itself. */
  async renewSpare(): Promise<void> {
    await this.#spare?.end();
  }

  /** Takes the spare, or a new process, for one check. */
  take(onMessage: (message: FromCheck) => void): RunningCheck {
    const child = this.#spare ?? this.#birth();
    this.#spare = undefined;
    this.#running = child;
    child.isTaken = true;
    child.listen(onMessage);
    const overdue = setTimeout(() => child.kill(), this.#options.deadlineMs);
    child.gone.then(() => {
      clearTimeout(overdue);
      if (this.#running === child) this.#running = undefined;
      void this.#keepWarm(); // only now: two of them at once would not fit a small board's memory
    });
    return child;
  }

  /** Ends whatever runs; no process outlives the core. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stop.abort();
    await Promise.all([this.#spare?.end(), this.#running?.end()]);
  }

  /** Makes a spare, again and again until there is one; tells of the first failure and of the success after it. */
  async #keepWarm(): Promise<void> {
    for (let tries = 0; !this.#closed; tries++) {
      try {
        await this.warmUp();
        if (this.#spareMissed) this.#options.onSpare?.(undefined);
        this.#spareMissed = false;
        return;
      } catch (error) {
        if (!this.#spareMissed && error instanceof CodedError && !this.#closed) this.#options.onSpare?.(error);
        this.#spareMissed = true;
      }
      await delay(againMs[Math.min(tries, againMs.length - 1)], undefined, { signal: this.#stop.signal }).catch(
        () => undefined,
      );
    }
  }

  #birth(): Child {
    const isFirst = !this.#born;
    this.#born = true;
    return new Child(this.#options, isFirst);
  }
}

class Child implements RunningCheck {
  readonly channel: Promise<PatientChannelAddress>;
  readonly gone: Promise<CheckEnd>;
  /** Its models are loaded: it was no failed birth. */
  isReady = false;
  /** A check runs in it, or has. */
  isTaken = false;
  #process: ChildProcess;
  #options: DoorOptions;
  #told: Pick<CheckEnd, 'held' | 'scan'> = {};
  #ended = false;
  #late: NodeJS.Timeout | undefined;
  #onMessage: (message: FromCheck) => void = () => undefined;

  /** @param isFirst it looks at the cameras while it waits */
  constructor(options: DoorOptions, isFirst: boolean) {
    this.#options = options;
    this.#onMessage = (message) => {
      if (message.say === 'device') options.onDevice?.(message);
    };
    this.#process = fork(options.entry, [], {
      execArgv: [`--max-old-space-size=${heapMiB}`, '--disallow-code-generation-from-strings'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      detached: true, // a group of its own, so that a kill takes its camera processes too
      env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV, ...checkEnvironment },
    });
    let ready: (address: PatientChannelAddress) => void;
    this.channel = new Promise((resolve) => {
      ready = resolve;
    });
    this.#process.on('message', (message: FromCheck) => {
      if (message.say === 'ready') {
        this.isReady = true;
        ready(message.channel);
      }
      if (message.say === 'erased') {
        this.#told = { held: message.held };
        this.#killAfter(lookMs);
      }
      if (message.say === 'scanned') this.#told = { ...this.#told, scan: message.scan };
      this.#onMessage(message);
    });
    this.gone = new Promise((resolve) => {
      const over = (exit: CheckEnd['exit']) =>
        resolve({ erasure: this.#told.held ? 'zeroed' : 'killed', exit, ...this.#told });
      this.#process.once('exit', (_, signal) => over(signal === null ? 'by-itself' : 'by-signal'));
      this.#process.once('error', () => over('by-itself')); // it was never born
    });
    this.gone.then(() => clearTimeout(this.#late));
    this.send({ do: 'prepare', settings: options.settings, lookAtCameras: isFirst });
  }

  listen(onMessage: (message: FromCheck) => void): void {
    this.#onMessage = onMessage;
  }

  send(message: ToCheck): void {
    if (this.#process.connected) this.#process.send(message, () => undefined); // gone between: `gone` tells
  }

  async end(): Promise<CheckEnd> {
    if (!this.#ended) {
      this.#ended = true;
      this.send({ do: 'end' });
      this.#killAfter(this.#options.endMs);
    }
    return this.gone;
  }

  #killAfter(ms: number): void {
    clearTimeout(this.#late);
    this.#late = setTimeout(() => this.#kill(), ms);
  }

  kill(): void {
    if (!this.#told.held) this.#kill(); // else it holds nothing any more, and looks through its memory, for `lookMs` at most
  }

  #kill(): void {
    const { pid } = this.#process;
    if (pid === undefined || this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      this.#process.kill('SIGKILL'); // its group was not made yet
    }
  }
}
