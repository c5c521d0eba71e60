import type { VisitPlan } from '../visit/visit.ts';

/** One way a check can end: what the patient and the card do, and what befalls the reader meanwhile. */
export interface Ending {
  readonly name: string;
  /** The plan of the n-th check that ends so. */
  readonly plan: (n: number, people: People) => Partial<VisitPlan>;
  /** What befalls it in the middle. */
  readonly blow?: (n: number) => Blow;
}

export interface People {
  readonly stranger: string;
}

/** What comes once the step `after` is passed: a signal to the check process with its cameras, or to all of the reader, as a loss of power; or a tap on cancel. */
export type Blow = { readonly after: string } & (
  | { readonly signal: NodeJS.Signals; readonly whom: 'check' | 'reader' }
  | { readonly cancel: true }
);

/** The steps of a check by face, in the order in which they end. */
const steps = ['open', 'card', 'scan', 'counter', 'code', 'photo', 'genuine', 'reference', 'live', 'match', 'sign'];
/** Commands of a whole check; a card may be pulled in each. */
const commands = 110;
/** Slow enough that what is read is held for a while. */
const slow = { linkKbps: 106, signatureMs: 350 };
const step = (n: number): string => steps[n % steps.length] ?? 'open';

/** Every way, one after the other. */
export const endings: readonly Ending[] = [
  { name: 'verified by face', plan: () => ({}) },
  { name: 'verified by PIN', plan: () => ({ tries: [{ method: 'pin', pin: '1234' }] }) },
  { name: 'refused: wrong PIN', plan: () => ({ tries: [{ method: 'pin', pin: '0000' }] }) },
  { name: 'refused: another person', plan: (_, { stranger }) => ({ person: stranger }) },
  { name: 'time-out: nobody there', plan: () => ({ person: null }) },
  { name: 'time-out: no terminal', plan: () => ({ terminal: false }) },
  { name: 'cancelled', plan: () => ({ tries: [] }) },
  {
    name: 'cancelled at each step',
    plan: () => ({ behaviours: slow }),
    blow: (n) => ({ after: step(n), cancel: true }),
  },
  { name: 'pulled at each command', plan: (n) => ({ behaviours: { pullAtApdu: 1 + ((n * 7) % commands) } }) },
  {
    name: 'check killed at each step',
    plan: () => ({ behaviours: slow }),
    blow: (n) => ({ after: step(n), signal: 'SIGKILL', whom: 'check' }),
  },
  {
    name: 'out of memory at each step', // so V8 ends a process that gets no memory
    plan: () => ({ behaviours: slow }),
    blow: (n) => ({ after: step(n), signal: 'SIGABRT', whom: 'check' }),
  },
  {
    name: 'power cut at each step',
    plan: () => ({ behaviours: slow }),
    blow: (n) => ({ after: step(n), signal: 'SIGKILL', whom: 'reader' }),
  },
];
