import type { Reader } from '../device/reader.ts';
import type { FlowInput } from '../flow/input.ts';
import { CodedError } from '../records/coded-error.ts';

/** Judges what staff typed as the facility's password (R15; never the card's PIN). It alone keeps count of wrong tries, and locks. */
export interface FacilityPassword {
  /** `typed`: UTF-8, zeroed here. `lockedMs`: above 0 no further try is taken now. Throws coded errors when it cannot judge, or is locked already. */
  try(typed: Buffer): Promise<{ readonly matched: true } | { readonly matched: false; readonly lockedMs: number }>;
}

/** What came of it: let through, to be typed again, or not now. */
export type StaffVerdict = 'confirmed' | 'again' | 'not-now';

/** Tells the flow what the typed password is worth, if a visit asks for it now. */
export async function judgeStaff(reader: Reader, password: FacilityPassword, typed: Buffer): Promise<StaffVerdict> {
  const { state } = reader.view;
  if (state.at !== 'visual') {
    typed.fill(0);
    return 'not-now';
  }
  const verdict = await judged(password, typed);
  reader.takeFor(state.id, verdict);
  return verdict.is === 'staff-confirmed' ? 'confirmed' : verdict.again ? 'again' : 'not-now';
}

async function judged(
  password: FacilityPassword,
  typed: Buffer,
): Promise<Extract<FlowInput, { is: 'staff-confirmed' | 'staff-refused' }>> {
  try {
    const tried = await password.try(typed);
    if (tried.matched) return { is: 'staff-confirmed' };
    if (tried.lockedMs > 0) return { is: 'staff-refused', code: 'FACILITY_PASSWORD_LOCKED', again: false };
    return { is: 'staff-refused', code: 'FACILITY_PASSWORD_WRONG', again: true };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { is: 'staff-refused', code: error.code, again: false };
  }
}
