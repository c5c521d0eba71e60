import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import sodium from 'sodium-native';
import type { Clock } from '../firmware/device/clock.ts';
import { CodedError } from '../firmware/records/coded-error.ts';
import { lockInFolder } from '../firmware/records/folder-lock.ts';
import { type Files, removeFile, replaceFile } from './durable-files.ts';
import { cryptoFault } from './faults.ts';
import { hashPassword, isPassword, isPasswordHash } from './password-hash.ts';
import { readTries, writeTries } from './tries-text.ts';
import { type BootMoment, countTry, freshTries, type Tries, triesAt } from './try-ladder.ts';

const busyForMs = 5000;
/** Progress of a lock is written down in steps of so much: a power loss takes no more than that of it. */
const progressMs = 60_000;

/** What the password is handed. `folder` is for its two files alone. */
export interface FacilityPasswordParts {
  readonly folder: string;
  readonly files: Files;
  readonly clock: Clock;
  readonly now: () => BootMoment;
}

/** How it stands: whether there is one, wrong tries in a row, and how long it is still locked. */
export interface FacilityPasswordState {
  readonly set: boolean;
  readonly wrong: number;
  readonly lockedMs: number;
}

/** What came of a try. */
export type PasswordTry =
  | { readonly matched: true }
  | { readonly matched: false; readonly wrong: number; readonly lockedMs: number };

/**
 * The facility's own password, by which staff confirm a person by eye (R10, R15, R29). Its argon2id hash lies in one file, the tries in another,
 * both of mode 0600. A try is written down as wrong, and that is on the disk, before it is judged; so no cut of power saves one. Typed passwords
 * are zeroed by whichever method takes them. Every method keeps other processes out while it works, and throws FACILITY_PASSWORD_BUSY after 5 s of that;
 * FACILITY_PASSWORD_BROKEN when a file is damaged, which only `reset` mends; FACILITY_PASSWORD_UNWRITABLE.
 */
export class FacilityPassword {
  readonly #parts: FacilityPasswordParts;
  readonly #hashFile: string;
  readonly #triesFile: string;

  constructor(parts: FacilityPasswordParts) {
    this.#parts = parts;
    this.#hashFile = join(parts.folder, 'facility-password');
    this.#triesFile = join(parts.folder, 'facility-password-tries');
  }

  /** How it stands. Asked once a minute while locked, it keeps a power loss from prolonging the lock by more. */
  state(): Promise<FacilityPasswordState> {
    return this.#alone(async () => {
      if ((await this.#read(this.#hashFile)) === undefined) return { set: false, wrong: 0, lockedMs: 0 };
      await this.#hash();
      const { wrong, leftMs } = await this.#tries();
      return { set: true, wrong, lockedMs: leftMs };
    });
  }

  /** Sets the first password. Throws FACILITY_PASSWORD_ALREADY_SET, FACILITY_PASSWORD_UNFIT. */
  set(password: Buffer): Promise<void> {
    return this.#zeroing([password], async () => {
      demandFit(password);
      if ((await this.#read(this.#hashFile)) !== undefined) throw cryptoFault('FACILITY_PASSWORD_ALREADY_SET');
      await this.#keep(freshTries(this.#parts.now()));
      await replaceFile(this.#parts.files, this.#hashFile, `${await hashPassword(password)}\n`);
    });
  }

  /** Judges a typed password. Throws FACILITY_PASSWORD_NOT_SET, and while locked FACILITY_PASSWORD_LOCKED without judging it. */
  try(password: Buffer): Promise<PasswordTry> {
    return this.#zeroing([password], () => this.#judge(password));
  }

  /** Puts another password in place; the old one is judged as by `try`. Throws as `try`, and FACILITY_PASSWORD_WRONG, FACILITY_PASSWORD_UNFIT. */
  change(old: Buffer, password: Buffer): Promise<void> {
    return this.#zeroing([old, password], async () => {
      demandFit(password);
      if (!(await this.#judge(old)).matched) throw cryptoFault('FACILITY_PASSWORD_WRONG');
      await replaceFile(this.#parts.files, this.#hashFile, `${await hashPassword(password)}\n`);
    });
  }

  /** Forgets password and tries, whatever their files hold. For who holds the device's own rights, not for the panel. */
  reset(): Promise<void> {
    return this.#alone(async () => {
      for (const path of [this.#hashFile, this.#triesFile]) await removeFile(this.#parts.files, path);
    });
  }

  async #judge(password: Buffer): Promise<PasswordTry> {
    const hash = await this.#hash();
    const tries = await this.#tries();
    if (tries.leftMs > 0) throw cryptoFault('FACILITY_PASSWORD_LOCKED', `${Math.ceil(tries.leftMs / 1000)} s left`);
    const counted = countTry(tries, this.#parts.now());
    await this.#keep(counted);
    if (!(await isPassword(hash, password))) return { matched: false, wrong: counted.wrong, lockedMs: counted.leftMs };
    await this.#keep(freshTries(this.#parts.now()));
    return { matched: true };
  }

  async #hash(): Promise<string> {
    const text = await this.#read(this.#hashFile);
    if (text === undefined) throw cryptoFault('FACILITY_PASSWORD_NOT_SET');
    const hash = text.replace(/\n$/, '');
    if (!isPasswordHash(hash)) throw cryptoFault('FACILITY_PASSWORD_BROKEN', 'its hash');
    return hash;
  }

  /** The tries as they stand now. */
  async #tries(): Promise<Tries> {
    const kept = readTries((await this.#read(this.#triesFile)) ?? '');
    if (!kept) throw cryptoFault('FACILITY_PASSWORD_BROKEN', 'its count of tries');
    const tries = triesAt(kept, this.#parts.now());
    const isLate = kept.seen.boot !== tries.seen.boot || kept.leftMs - tries.leftMs >= progressMs;
    if (kept.leftMs > 0 && isLate) await this.#keep(tries);
    return tries;
  }

  #keep(tries: Tries): Promise<void> {
    return replaceFile(this.#parts.files, this.#triesFile, writeTries(tries));
  }

  /** Undefined when it is not there. */
  async #read(path: string): Promise<string | undefined> {
    try {
      return await this.#parts.files.readFile(path, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw cryptoFault('FACILITY_PASSWORD_BROKEN', codeOf(error), { cause: error });
    }
  }

  async #zeroing<T>(passwords: readonly Buffer[], work: () => Promise<T>): Promise<T> {
    try {
      return await this.#alone(work);
    } finally {
      for (const password of passwords) sodium.sodium_memzero(password);
    }
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    try {
      await this.#parts.files.mkdir(this.#parts.folder, { recursive: true, mode: 0o700 });
      const unlock = await this.#locked();
      try {
        return await work();
      } finally {
        await unlock();
      }
    } catch (error) {
      if (error instanceof CodedError) throw error;
      throw cryptoFault('FACILITY_PASSWORD_UNWRITABLE', codeOf(error), { cause: error });
    }
  }

  async #locked(): Promise<() => Promise<void>> {
    const { clock, folder } = this.#parts;
    const until = clock.monotonic() + busyForMs;
    for (;;) {
      try {
        return await lockInFolder(folder, 'password');
      } catch (error) {
        if (clock.monotonic() >= until) throw cryptoFault('FACILITY_PASSWORD_BUSY', undefined, { cause: error });
        await clock.sleep(20);
      }
    }
  }
}

/** 8 to 64 characters, counted without making a string of them. */
function demandFit(password: Buffer): void {
  const characters = password.reduce((count, byte) => count + Number((byte & 0xc0) !== 0x80), 0);
  const plain = password.every((byte) => byte >= 0x20 && byte !== 0x7f);
  if (!isUtf8(password) || !plain || characters < 8 || characters > 64) throw cryptoFault('FACILITY_PASSWORD_UNFIT');
}

const codeOf = (error: unknown): string => String(Reflect.get(Object(error), 'code') ?? 'unknown');
