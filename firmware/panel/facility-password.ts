import type { Reader } from '../device/reader.ts';

/** Judges what staff typed as the facility's password (R15; never the card's PIN). It alone keeps count of wrong tries. */
export interface FacilityPassword {
  /** `typed`: bytes in UTF-8, zeroed by the caller. `again`: it may be typed once more. Never throws. */
  check(
    typed: Buffer,
  ): Promise<
    { readonly accepted: true } | { readonly accepted: false; readonly code: string; readonly again: boolean }
  >;
}

/** Tells the flow what the password is worth, if that visit still asks for it. `typed` is zeroed. */
export async function judgeStaff(reader: Reader, password: FacilityPassword, typed: Buffer): Promise<void> {
  try {
    const { state } = reader.view;
    if (state.at !== 'visual') return;
    const verdict = await password.check(typed);
    reader.takeFor(
      state.id,
      verdict.accepted ? { is: 'staff-confirmed' } : { is: 'staff-refused', code: verdict.code, again: verdict.again },
    );
  } finally {
    typed.fill(0);
  }
}
