import { staffFault } from '../../panel/staff-faults.ts';
import { partOf, type ReaderPart, type SelfCheckPoint } from '../../panel/staff-report.ts';
import type { FaultsBoard } from '../../records/faults-board.ts';
import type { HealthPoint } from '../health/point.ts';

export interface SelfCheckParts {
  readonly faults: Pick<FaultsBoard, 'standing'>;
  /** What the machine brings (`machinePoints`). */
  readonly machine: () => Promise<readonly HealthPoint[]>;
  /** Runs both cameras, so that their faults are known; left out where no face is looked at. */
  readonly cameras: ((interrupted: AbortSignal) => Promise<void>) | undefined;
  /** A whole check with emulated devices (`testCheck`); left out where none are built in. */
  readonly testCheck: ((interrupted: AbortSignal) => Promise<string | undefined>) | undefined;
}

/** The points of the machine that another point looks at better. */
const lookedAtHere = ['cameras'];

/** Looks at every part in turn; no card of a patient is touched. Throws SELF_CHECK_STOPPED when a card is laid meanwhile. */
export async function selfCheck(parts: SelfCheckParts, interrupted: AbortSignal): Promise<SelfCheckPoint[]> {
  const { faults, machine, cameras, testCheck } = parts;
  const standing = (part: ReaderPart) => faults.standing().find((fault) => partOf(fault) === part)?.code;
  const points = [point('card-reader', standing('card-reader'))];
  if (cameras) {
    await cameras(interrupted);
    points.push(point('face-camera', standing('face-camera')), point('card-camera', standing('card-camera')));
  }
  const brought = (await machine()).filter(({ name }) => !lookedAtHere.includes(name));
  points.push(...brought.map(({ name, pass, found }) => point(name, pass ? undefined : (found ?? 'FAILED'))));
  if (testCheck && !interrupted.aborted) points.push(point('test-check', await testCheck(interrupted)));
  if (interrupted.aborted) throw staffFault('SELF_CHECK_STOPPED');
  return points;
}

const point = (name: string, found: string | undefined): SelfCheckPoint => ({
  name,
  pass: found === undefined,
  ...(found === undefined ? {} : { found }),
});
