import type { Sample } from './slope.ts';

/** What a soak saw. */
export interface SoakFindings {
  readonly visits: number;
  /** Visits by how they ended. */
  readonly outcomes: Record<string, number>;
  /** What was wrong, in words; empty: nothing. */
  readonly wrong: string[];
  /** Faults injected and, of each kind, how long after its end the reader was well again, ms. */
  readonly recoveries: Record<string, number[]>;
  /** Of each kind, how often the terminal heard of a fault meanwhile, by its code. */
  readonly told: Record<string, Record<string, number>>;
  /** Card to verdict of visits by face that no fault met, in their order, ms. */
  readonly toVerdictMs: number[];
  /** Resident memory (MiB) and open files of the core at rest, once it is warm. */
  readonly memory: Sample[];
  readonly handles: Sample[];
}

export const noFindings = (visits: number): SoakFindings => ({
  visits,
  outcomes: {},
  wrong: [],
  recoveries: {},
  told: {},
  toVerdictMs: [],
  memory: [],
  handles: [],
});

/** More lives than a reader has in any soak. */
const manyLives = 1e6;

/** What readers side by side saw, as one: times in the order in which they were measured, as each reader went at the same pace. */
export function joinFindings(all: readonly SoakFindings[]): SoakFindings {
  const joined = noFindings(all.reduce((sum, { visits }) => sum + visits, 0));
  const timed: { readonly ms: number; readonly at: number }[] = [];
  for (const [reader, one] of all.entries()) {
    const ofReader = (sample: Sample): Sample => ({ ...sample, life: sample.life + reader * manyLives });
    joined.wrong.push(...one.wrong);
    joined.memory.push(...one.memory.map(ofReader));
    joined.handles.push(...one.handles.map(ofReader));
    timed.push(...one.toVerdictMs.map((ms, at) => ({ ms, at: at / one.toVerdictMs.length })));
    add(joined.outcomes, one.outcomes);
    for (const [kind, times] of Object.entries(one.recoveries))
      joined.recoveries[kind] = [...(joined.recoveries[kind] ?? []), ...times];
    for (const [kind, codes] of Object.entries(one.told)) {
      const sum = joined.told[kind] ?? {};
      joined.told[kind] = sum;
      add(sum, codes);
    }
  }
  joined.toVerdictMs.push(...timed.sort((a, b) => a.at - b.at).map(({ ms }) => ms));
  return joined;
}

function add(sum: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, times] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + times;
}
