import { timingSafeEqual } from 'node:crypto';
import { CodedError } from '../records/coded-error.ts';
import type { OperationEntry } from '../records/operation-log.ts';
import type { FacilityPassword } from './facility-password.ts';
import { staffFault } from './staff-faults.ts';
import type { StaffOrder } from './staff-order.ts';
import type { StaffDone, StaffReport, StaffWork } from './staff-report.ts';

/** What staff did, for the operation log. */
export type StaffAct = Extract<OperationEntry, { kind: 'staff-act' }>['fields'];

/** What came of staff's typing: in, with a token for the menu; or a code that says why not. */
export type StaffAnswer = { readonly token: string } | { readonly code: string };

/** What came of something that staff asked for. */
export type StaffOutcome<T> = { readonly done: T } | { readonly code: string };

export interface StaffDeskParts {
  readonly password: Pick<FacilityPassword, 'try'> & {
    set(password: Buffer): Promise<void>;
    change(old: Buffer, password: Buffer): Promise<void>;
  };
  readonly work: StaffWork;
  /** The facility has its first password from now on. */
  readonly onPasswordSet: () => void;
  /** Hears of all that staff did or were refused; done when it is kept. */
  readonly record: (act: StaffAct) => Promise<unknown>;
  /** 32 random bytes, hexadecimal. */
  readonly newToken: () => string;
  /** Monotonic ms. */
  readonly now: () => number;
}

/** The menu closes when nothing was asked of it for so long, in ms; then the password is asked again. */
export const openForMs = 5 * 60_000;

/** The staff menu's doorkeeper: one password, one token, for a few minutes. */
export class StaffDesk {
  readonly #parts: StaffDeskParts;
  #open: { readonly token: string; readonly until: number } | undefined;

  constructor(parts: StaffDeskParts) {
    this.#parts = parts;
  }

  /** Judges the typed password, which is zeroed. */
  open(typed: Buffer): Promise<StaffAnswer> {
    return this.#kept({ act: 'open' }, async () => {
      const tried = await this.#parts.password.try(typed);
      if (tried.matched) return this.#enter();
      return { code: tried.lockedMs > 0 ? 'FACILITY_PASSWORD_LOCKED' : 'FACILITY_PASSWORD_WRONG' };
    });
  }

  /** The facility's first password, set at its first start; `FACILITY_PASSWORD_ALREADY_SET` ever after. */
  setFirst(typed: Buffer): Promise<StaffAnswer> {
    return this.#kept({ act: 'set-password' }, async () => {
      await this.#parts.password.set(typed);
      this.#parts.onPasswordSet();
      return this.#enter();
    });
  }

  /** Puts another password in place; both are zeroed. */
  changePassword(token: string, old: Buffer, typed: Buffer): Promise<StaffOutcome<StaffDone>> {
    return this.#kept({ act: 'change-password' }, async () => {
      this.#demandIn(token);
      await this.#parts.password.change(old, typed);
      return { done: {} };
    });
  }

  /** How the reader is, for who holds the token, which is good for some minutes more then; `STAFF_NOT_IN` for anybody else. */
  report(token: string): Promise<StaffOutcome<StaffReport>> {
    return coded(async () => {
      this.#demandIn(token);
      return { done: this.#parts.work.report() };
    });
  }

  /** Carries out an order, for the same. */
  order(token: string, order: StaffOrder): Promise<StaffOutcome<StaffDone>> {
    return this.#kept(actOf(order), async () => {
      this.#demandIn(token);
      return { done: await this.#parts.work.carryOut(order) };
    });
  }

  #demandIn(token: string): void {
    const open = this.#open;
    if (!open || this.#parts.now() > open.until || !same(token, open.token)) throw staffFault('STAFF_NOT_IN');
    this.#open = { ...open, until: this.#parts.now() + openForMs };
  }

  /** Does it, and has it recorded with what came of it. */
  async #kept<T extends object>(act: StaffAct, work: () => Promise<T>): Promise<T | { readonly code: string }> {
    const answer = await coded(work);
    await this.#parts.record('code' in answer ? { ...act, code: String(answer.code) } : act);
    return answer;
  }

  #enter(): StaffAnswer {
    const token = this.#parts.newToken();
    this.#open = { token, until: this.#parts.now() + openForMs };
    return { token };
  }
}

function same(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function actOf(order: StaffOrder): StaffAct {
  switch (order.order) {
    case 'restart':
      return { act: order.order, part: order.part };
    case 'pairing':
      return { act: order.order, decision: order.decision };
    default:
      return { act: order.order };
  }
}

async function coded<T>(work: () => Promise<T>): Promise<T | { readonly code: string }> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { code: error.code };
  }
}
