import type { Stage } from '../check/messages.ts';
import type { FlowEvent } from '../flow/effect.ts';
import type { FaultsBoard, StandingFault } from '../records/faults-board.ts';
import type { OperationEntry, OperationLog } from '../records/operation-log.ts';
import type { Reader } from './reader.ts';

/** Writes what the reader does into the operation log (R43): codes, counts, times, nothing personal. */
export function keepLog(
  reader: Reader,
  faults: FaultsBoard,
  log: OperationLog,
  onTrouble: (error: unknown) => void,
): void {
  const write = (entry: OperationEntry) => void log.append(entry).catch(onTrouble);
  reader.listen({ onEvent: (event, stages) => write(entryOf(event, stages)) });
  const writeFault = (kind: 'fault-raised' | 'fault-cleared', { code, part }: StandingFault) =>
    write({ kind, fields: { code, ...(part === undefined ? {} : { part }) } });
  for (const fault of faults.standing()) writeFault('fault-raised', fault);
  faults.onChange(({ is, fault }) => writeFault(`fault-${is}`, fault));
}

function entryOf(event: FlowEvent, stages: readonly Stage[]): OperationEntry {
  if (event.name === 'mode-changed') return { kind: 'mode', fields: { mode: event.mode } };
  const { session } = event;
  switch (event.name) {
    case 'session-started':
      return { kind: 'session-started', fields: { session } };
    case 'card-read': {
      const { pinless, pinTries, certificate } = event.card;
      return { kind: 'card-read', fields: { session, pinless, pinTries, certificateState: certificate.state } };
    }
    case 'method-chosen':
      return { kind: 'method-chosen', fields: { session, method: event.method } };
    case 'verdict':
      return {
        kind: 'verdict',
        fields: { session, method: event.method, certificateState: event.card.certificate.state },
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
