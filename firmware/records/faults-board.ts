import type { CodedError, FaultEntry } from './coded-error.ts';

/** A fault that stands: something of the reader does not work (R46). `part` tells apart what may fail in several places. */
export interface StandingFault {
  readonly code: string;
  readonly what: string;
  readonly next: string;
  readonly part?: string;
}

export type FaultChange = { readonly is: 'raised' | 'cleared'; readonly fault: StandingFault };

/** The faults that stand now. */
export interface FaultsBoard {
  /** Raises a fault; false when it stands already. */
  raise(fault: StandingFault): boolean;
  /** Clears it; false when it does not stand. */
  clear(code: string, part?: string): boolean;
  /** Oldest first. */
  standing(): readonly StandingFault[];
  /** Hears every change, after it; the answer stops it. */
  onChange(listener: (change: FaultChange) => void): () => void;
}

export function faultsBoard(): FaultsBoard {
  const faults = new Map<string, StandingFault>();
  const listeners = new Set<(change: FaultChange) => void>();
  const key = (code: string, part = ''): string => `${code} ${part}`;
  const tell = (change: FaultChange): void => {
    for (const listener of [...listeners]) listener(change);
  };
  return {
    raise(fault) {
      const at = key(fault.code, fault.part);
      if (faults.has(at)) return false;
      faults.set(at, fault);
      tell({ is: 'raised', fault });
      return true;
    },
    clear(code, part) {
      const fault = faults.get(key(code, part));
      if (!fault) return false;
      faults.delete(key(code, part));
      tell({ is: 'cleared', fault });
      return true;
    },
    standing: () => [...faults.values()],
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** An entry of a fault table as a fault for the board. */
export const knownFault = (code: string, { what, next }: FaultEntry, part: string): StandingFault => ({
  code,
  what,
  next,
  part,
});

/** A coded error as a fault for the board: its plain words, without the detail that is for diagnostics. */
export function standingFault(error: CodedError, part?: string): StandingFault {
  const what = error.detail === undefined ? error.message : error.message.slice(0, -` (${error.detail})`.length);
  return { code: error.code, what, next: error.next, ...(part === undefined ? {} : { part }) };
}
