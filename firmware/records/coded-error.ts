/** Who can mend a fault: decides whom the panel speaks to and whether a device fault is raised. */
export type AtFault = 'person' | 'card' | 'attack' | 'staff' | 'vendor' | 'device' | 'terminal';

/** One entry of a room's fault table: `what` went wrong and the `next` step, both in plain English. */
export interface FaultEntry {
  readonly at: AtFault;
  readonly what: string;
  readonly next: string;
}

/** A room's faults as data: stable code → entry. Each room keeps its own in `faults.ts`. */
export type FaultTable = Readonly<Record<string, FaultEntry>>;

/**
 * The only error thrown on purpose in this project: a stable code, who is at fault, the next step.
 * `detail` is for diagnostics and must never hold anything of a person.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly at: AtFault;
  readonly next: string;
  readonly detail: string | undefined;

  constructor(code: Code, entry: FaultEntry, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? entry.what : `${entry.what} (${detail})`, options);
    this.name = 'CodedError';
    this.code = code;
    this.at = entry.at;
    this.next = entry.next;
    this.detail = detail;
  }
}

/** Makes the thrower of one room: `const fault = faultsOf(cardFaults); throw fault('CARD_REMOVED')`. */
export function faultsOf<T extends FaultTable>(table: T) {
  return <Code extends keyof T & string>(code: Code, detail?: string, options?: ErrorOptions): CodedError<Code> =>
    new CodedError(code, table[code] as FaultEntry, detail, options);
}
