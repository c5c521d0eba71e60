import type { FaultsBoard } from '../records/faults-board.ts';
import type { Reader } from './reader.ts';

/** Parts without which the other methods still work. */
const parts: readonly (string | undefined)[] = ['face-camera', 'card-camera'];

/** While a camera is broken the panel says so at rest, and what works all the same (R46). */
export function showFaults(reader: Pick<Reader, 'showFault'>, faults: FaultsBoard): void {
  const look = () => reader.showFault(faults.standing().find(({ part }) => parts.includes(part))?.code);
  faults.onChange(look);
  look();
}
