import { type ChildProcess, fork } from 'node:child_process';
import type { Erasure } from '../flow/types.ts';
import { checkEnvironment } from './environment.ts';
import { checkFault } from './faults.ts';
import type { FromCheck, PatientChannelAddress, ToCheck } from './messages.ts';
import type { CheckSettings } from './settings.ts';

/** Heap limit of a check process in MiB: it holds pictures outside the heap and little inside. */
const heapMiB = 96;

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
}

/** A check process as the core sees it: words to it, words from it, its end. */
export interface RunningCheck {
  readonly channel: Promise<PatientChannelAddress>;
  send(message: ToCheck): void;
  /** Asks it to zero and exit; kills it when it does not. Resolves when the process is gone. Asking twice is harmless. */
  end(): Promise<Erasure>;
  kill(): void;
  readonly gone: Promise<Erasure>;
}

/** The only door to check processes: births, the warm spare, the deadline, the kill. */
export class CheckDoor {
  #options: DoorOptions;
  #spare: Child | undefined;
  #running: Child | undefined;
  #closed = false;

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** Makes the warm spare; resolves when it is ready. Throws `CHECK_NOT_READY` when it ends before. */
  async warmUp(): Promise<void> {
    if (!this.#options.spare || this.#closed || this.#spare || this.#running) return;
    const child = this.#birth();
    this.#spare = child;
    child.gone.then(() => {
      if (this.#spare === child) this.#spare = undefined;
    });
    const over = child.gone.then(() => {
      throw checkFault('CHECK_NOT_READY');
    });
    await Promise.race([child.channel, over]);
  }

  /** Takes the spare, or a new process, for one check. */
  take(onMessage: (message: FromCheck) => void): RunningCheck {
    const child = this.#spare ?? this.#birth();
    this.#spare = undefined;
    this.#running = child;
    child.listen(onMessage);
    const overdue = setTimeout(() => child.kill(), this.#options.deadlineMs);
    child.gone.then(() => {
      clearTimeout(overdue);
      if (this.#running === child) this.#running = undefined;
      // Only now: two of them at once would not fit a small board's memory.
      this.warmUp().catch(() => undefined);
    });
    return child;
  }

  /** Ends whatever runs; no process outlives the core. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#spare?.end(), this.#running?.end()]);
  }

  #birth(): Child {
    return new Child(this.#options);
  }
}

class Child implements RunningCheck {
  readonly channel: Promise<PatientChannelAddress>;
  readonly gone: Promise<Erasure>;
  #process: ChildProcess;
  #options: DoorOptions;
  #erased = false;
  #ended = false;
  #onMessage: (message: FromCheck) => void = () => undefined;

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#process = fork(options.entry, [], {
      execArgv: [`--max-old-space-size=${heapMiB}`],
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
      if (message.say === 'ready') ready(message.channel);
      if (message.say === 'erased') this.#erased = true;
      this.#onMessage(message);
    });
    this.gone = new Promise((resolve) => {
      const over = () => resolve(this.#erased ? 'zeroed' : 'killed');
      this.#process.once('exit', over);
      this.#process.once('error', over);
    });
    this.send({ do: 'prepare', settings: options.settings });
  }

  listen(onMessage: (message: FromCheck) => void): void {
    this.#onMessage = onMessage;
  }

  send(message: ToCheck): void {
    if (this.#process.connected) this.#process.send(message, () => undefined); // gone between: `gone` tells
  }

  async end(): Promise<Erasure> {
    if (!this.#ended) {
      this.#ended = true;
      this.send({ do: 'end' });
      const late = setTimeout(() => this.kill(), this.#options.endMs);
      this.gone.then(() => clearTimeout(late));
    }
    return this.gone;
  }

  kill(): void {
    const { pid } = this.#process;
    if (pid === undefined || this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      this.#process.kill('SIGKILL'); // its group was not made yet
    }
  }
}
