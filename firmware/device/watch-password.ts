import type { FacilityPasswordState } from '../../crypto/facility-password.ts';
import { CodedError } from '../records/coded-error.ts';
import { type FaultsBoard, type StandingFault, standingFault } from '../records/faults-board.ts';
import type { Reader } from './reader.ts';

/** What is asked of `FacilityPassword`. */
interface Password {
  state(): Promise<FacilityPasswordState>;
}

const part = 'facility-password';

/**
 * Lets staff answer for a person by eye while the facility has a password (R15): looks now, and after every visit, for it may be
 * set, reset or damaged meanwhile. Damaged, it is a fault and staff's answer is not offered; done when it was looked at first.
 */
export async function watchPassword(
  password: Password,
  reader: Reader,
  faults: FaultsBoard,
  onTrouble: (error: unknown) => void,
): Promise<void> {
  let raised: StandingFault | undefined;
  const look = async () => {
    const found = await stateOf(password);
    if (raised) faults.clear(raised.code, part);
    raised = 'fault' in found ? found.fault : undefined;
    if (raised) faults.raise(raised);
    reader.allowStaff('set' in found && found.set);
  };
  let wasIdle = true;
  reader.listen({
    onView: ({ state }) => {
      const isIdle = state.at === 'idle';
      if (isIdle && !wasIdle) look().catch(onTrouble);
      wasIdle = isIdle;
    },
  });
  await look();
}

async function stateOf(password: Password): Promise<{ readonly set: boolean } | { readonly fault: StandingFault }> {
  try {
    return await password.state();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { fault: standingFault(error, part) };
  }
}
