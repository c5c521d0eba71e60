import type { CheckEnd } from '../check/door.ts';
import type { Stage } from '../check/messages.ts';
import type { FlowEvent } from '../flow/effect.ts';
import type { ErrorNotes } from '../records/error-notes.ts';
import type { FaultsBoard, StandingFault } from '../records/faults-board.ts';
import type { OperationEntry } from '../records/operation-log.ts';
import type { Records } from './open-records.ts';
import type { Reader } from './reader.ts';

/** The log as it is kept. */
export interface KeptLog {
  /** Done when all that has happened so far is handed to the log. */
  settled(): Promise<void>;
}

/**
 * Writes what the reader does into the operation log, and a receipt of each check (R42, R43): codes, counts, times, nothing personal.
 * @param kept done when the verdicts and consents told so far cannot be lost any more: the log must not tell one that no terminal ever hears
 */
export function keepLog(
  reader: Reader,
  faults: FaultsBoard,
  { operations, errors }: Records,
  notes: ErrorNotes,
  kept: () => Promise<void>,
): KeptLog {
  let turn: Promise<void> = Promise.resolve();
  const write = (entry: OperationEntry) => {
    turn = turn.then(kept).then(() => void operations.append(entry).catch((error) => notes.note(error)));
  };
  reader.listen({
    onEvent: (event, stages) => write(entryOf(event, stages)),
    onCheckFailed: (code) => notes.note({ code }, 'check'),
    onCheckGone: (session, end, scanned) => write(receiptOf(session, end, scanned)),
  });
  const writeFault = (kind: 'fault-raised' | 'fault-cleared', { code, part }: StandingFault) => {
    const entry: OperationEntry = { kind, fields: { code, ...(part === undefined ? {} : { part }) } };
    write(entry);
    errors.append(entry).catch(() => undefined); // noted where the operation log is written
  };
  for (const fault of faults.standing()) writeFault('fault-raised', fault);
  faults.onChange(({ is, fault }) => writeFault(`fault-${is}`, fault));
  return { settled: () => turn };
}

function entryOf(event: FlowEvent, stages: readonly Stage[]): OperationEntry {
  if (event.name === 'mode-changed') return { kind: 'mode', fields: { mode: event.mode } };
  const { session } = event;
  switch (event.name) {
    case 'session-started':
      return { kind: 'session-started', fields: { session } };
    case 'card-read': {
      const { phone = false, pinless, pinTries, certificate } = event.card;
      const known = certificate && { certificateState: certificate.state };
      return { kind: 'card-read', fields: { session, phone, pinless, pinTries, ...known } };
    }
    case 'certificate-read':
      return { kind: 'certificate-read', fields: { session, certificateState: event.certificate.state } };
    case 'method-chosen':
      return { kind: 'method-chosen', fields: { session, method: event.method } };
    case 'verdict':
      return {
        kind: 'verdict',
        fields: { session, method: event.method, certificateState: event.certificate.state },
      };
    case 'consent':
      return { kind: 'consent', fields: { session, ...event.consent } };
    case 'registration':
      return { kind: 'registration', fields: { session, wanted: event.wanted } };
    case 'result':
      return { kind: 'eligibility', fields: { session, result: event.result } };
    case 'card-left-behind':
      return { kind: 'card-left-behind', fields: { session } };
    case 'session-ended': {
      const { verdict, reason, method } = event.outcome;
      return {
        kind: 'session-ended',
        fields: {
          session,
          outcome: verdict,
          reason,
          ...(method ? { method } : {}),
          erased: true,
          erasure: event.erasure,
          stages: Object.fromEntries(stages.map(({ name, ms }) => [name, Math.round(ms)])),
        },
      };
    }
  }
}

/** What a check held, that it was zeroed, and that its process is gone: the device signs it. */
function receiptOf(session: string, { erasure, exit, held, scan }: CheckEnd, scanned: boolean): OperationEntry {
  const outcome = scan ? (scan.found === 0 ? 'clean' : 'found') : scanned ? 'unfinished' : 'not-due';
  const counts = scan && {
    traces: scan.traces,
    found: scan.found,
    ...(scan.found > 0 ? { kinds: scan.kinds } : {}),
    mebibytes: Math.round(scan.bytes / 2 ** 20),
  };
  return { kind: 'erasure', fields: { session, erasure, exit, scan: outcome, ...counts, ...(held ? { held } : {}) } };
}
