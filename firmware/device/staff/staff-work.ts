import type { FacilityChoices } from '../../panel/facility-choices.ts';
import { staffFault } from '../../panel/staff-faults.ts';
import type { RestartPart, StaffOrder } from '../../panel/staff-order.ts';
import type { SelfCheckPoint, StaffDone, StaffReport, StaffWork } from '../../panel/staff-report.ts';
import type { Decision } from '../../terminal/pairing/waiting.ts';
import type { Reader } from '../reader.ts';

export interface StaffWorkParts {
  readonly reader: Pick<Reader, 'view' | 'listen'>;
  readonly report: () => StaffReport;
  readonly selfCheck: (interrupted: AbortSignal) => Promise<readonly SelfCheckPoint[]>;
  readonly restarts: Readonly<Record<RestartPart, (interrupted: AbortSignal) => void | Promise<void>>>;
  readonly choose: (choices: Required<FacilityChoices>) => Promise<void>;
  /** Writes both logs into one file; answers its name. */
  readonly exportRecords: () => Promise<string>;
  /** Starts the reader anew as it left the factory; what is the vendor's stays. */
  readonly factoryReset: () => Promise<void>;
  readonly decide: (id: string, decision: Decision) => Promise<void>;
}

const nothing: StaffDone = {};

/** Carries out what staff ask. Whoever is at the reader goes first: nothing that could disturb a visit is done while one runs. */
export function staffWork(parts: StaffWorkParts): StaffWork {
  let working = new AbortController();
  parts.reader.listen({
    onView: ({ state }) => {
      if (state.at !== 'idle') working.abort();
    },
  });
  /** Aborts when somebody comes to the reader. */
  const demandRest = (): AbortSignal => {
    if (parts.reader.view.state.at !== 'idle') throw staffFault('VISIT_RUNS');
    working = new AbortController();
    return working.signal;
  };
  const carryOut = async (order: StaffOrder): Promise<StaffDone> => {
    switch (order.order) {
      case 'self-check':
        return { points: await parts.selfCheck(demandRest()) };
      case 'restart':
        await parts.restarts[order.part](order.part === 'panel' ? working.signal : demandRest());
        return nothing;
      case 'choose':
        await parts.choose({ language: order.language, volume: order.volume });
        return nothing;
      case 'export':
        return { file: await parts.exportRecords() };
      case 'factory-reset':
        demandRest();
        await parts.factoryReset();
        return nothing;
      case 'pairing':
        await parts.decide(order.id, order.decision);
        return nothing;
    }
  };
  return { report: parts.report, carryOut };
}
