import { timingSafeEqual } from 'node:crypto';
import { CodedError } from '../records/coded-error.ts';
import type { StandingFault } from '../records/faults-board.ts';
import type { FacilityPassword } from './facility-password.ts';
import type { RecentEvent } from './recent-events.ts';

/** What staff see behind the facility's password: nothing personal. */
export interface StaffReport {
  readonly version: string;
  readonly faults: readonly StandingFault[];
  /** Newest first. */
  readonly events: readonly RecentEvent[];
}

/** What came of staff's typing: in, with a token for the report; or a code that says why not. */
export type StaffAnswer = { readonly token: string } | { readonly code: string };

export interface StaffDeskParts {
  readonly password: Pick<FacilityPassword, 'try'> & { set(password: Buffer): Promise<void> };
  readonly report: () => StaffReport;
  /** The facility has its first password from now on. */
  readonly onPasswordSet: () => void;
  /** 32 random bytes, hexadecimal. */
  readonly newToken: () => string;
  /** Monotonic ms. */
  readonly now: () => number;
}

/** Whoever opened the menu may look so long, in ms; then the password is asked again. */
export const openForMs = 5 * 60_000;

/** The staff menu's doorkeeper: one password, one token, for a few minutes. */
export class StaffDesk {
  readonly #parts: StaffDeskParts;
  #open: { readonly token: string; readonly until: number } | undefined;

  constructor(parts: StaffDeskParts) {
    this.#parts = parts;
  }

  /** Judges the typed password, which is zeroed. */
  async open(typed: Buffer): Promise<StaffAnswer> {
    return this.#coded(async () => {
      const tried = await this.#parts.password.try(typed);
      if (tried.matched) return this.#enter();
      return { code: tried.lockedMs > 0 ? 'FACILITY_PASSWORD_LOCKED' : 'FACILITY_PASSWORD_WRONG' };
    });
  }

  /** The facility's first password, set at its first start; `FACILITY_PASSWORD_ALREADY_SET` ever after. */
  async setFirst(typed: Buffer): Promise<StaffAnswer> {
    return this.#coded(async () => {
      await this.#parts.password.set(typed);
      this.#parts.onPasswordSet();
      return this.#enter();
    });
  }

  /** The report for who holds the token; undefined for anybody else, and when its time is over. */
  report(token: string): StaffReport | undefined {
    const open = this.#open;
    if (!open || this.#parts.now() > open.until) return undefined;
    const [given, wanted] = [Buffer.from(token), Buffer.from(open.token)];
    return given.length === wanted.length && timingSafeEqual(given, wanted) ? this.#parts.report() : undefined;
  }

  #enter(): StaffAnswer {
    const token = this.#parts.newToken();
    this.#open = { token, until: this.#parts.now() + openForMs };
    return { token };
  }

  async #coded(work: () => Promise<StaffAnswer>): Promise<StaffAnswer> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { code: error.code };
    }
  }
}
