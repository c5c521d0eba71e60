import type { FlowName } from '../../flow/state.ts';
import { CodedError } from '../../records/coded-error.ts';
import { type FaultsBoard, knownFault } from '../../records/faults-board.ts';
import type { Clock } from '../clock.ts';
import { type UpdateCode, updateFault, updateFaults } from './faults.ts';
import type { UpdatingMachine } from './machine.ts';

const lookMs = 2000;
const part = 'update';

export interface UpdateParts {
  readonly machine: UpdatingMachine | undefined;
  /** Where the reader stands now. */
  readonly at: () => FlowName;
  readonly faults: FaultsBoard;
  readonly clock: Clock;
  /** Called once, when nobody is at the reader and an update waits. The reader takes no card any more, then restarts the machine. */
  readonly restart: () => void;
  readonly signal: AbortSignal;
}

/** Updates as the terminals ask for them. */
export interface Updates {
  /** Begins to install; answers at once, with the reason where it cannot. A failure is a fault that stands until the next try. */
  begin(address: string): CodedError | undefined;
  /** The reader has come to another state. */
  moved(): void;
}

/** Installs updates while patients are served, and has the machine restarted when nobody is at the reader. */
export function keepUpdates(parts: UpdateParts): Updates {
  const { machine, at, faults } = parts;
  let running = false;
  if (machine) void watch(machine, parts);
  let told: boolean | undefined;
  return {
    begin: (address) => {
      if (!machine) return updateFault('UPDATE_UNAVAILABLE');
      if (running) return updateFault('UPDATE_RUNNING');
      running = true;
      for (const code of Object.keys(updateFaults)) faults.clear(code, part);
      machine
        .install(address)
        .catch((error: unknown) => {
          const code =
            error instanceof CodedError && error.code in updateFaults ? (error.code as UpdateCode) : 'UPDATE_FAILED';
          faults.raise(knownFault(code, updateFaults[code], part));
        })
        .finally(() => {
          running = false;
        });
      return undefined;
    },
    moved: () => {
      const visiting = at() !== 'idle';
      if (visiting !== told) machine?.tellVisiting(visiting);
      told = visiting;
    },
  };
}

async function watch(machine: UpdatingMachine, { at, clock, restart, signal }: UpdateParts): Promise<void> {
  while (!signal.aborted) {
    if (machine.restartDue && at() === 'idle') return restart();
    await clock.sleep(lookMs, signal).catch(() => undefined);
  }
}
