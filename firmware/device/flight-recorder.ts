import type { FlowInput } from '../flow/input.ts';
import type { FlowState } from '../flow/state.ts';
import type { House } from '../flow/types.ts';
import { type Incident, impersonal, type Recorded } from '../records/incident.ts';

/** A recording goes back over so many visits at most, and holds so many inputs. */
const mostVisits = 3;
const mostSteps = 2000;

interface Stretch {
  readonly begin: Extract<FlowState, { at: 'idle' }>;
  readonly beganMs: number;
  readonly steps: { readonly at: number; readonly step: Omit<Recorded, 'atMs'> }[];
}

/** Remembers what the flow was told of late, from rest to rest, so that it can be written when something fails (R46). Holds nothing of a person. */
export class FlightRecorder {
  readonly #version: string;
  #stretches: Stretch[] = [];
  /** A visit is over: what comes next begins a new stretch. */
  #isAtRest = true;

  constructor(version: string) {
    this.#version = version;
  }

  /** The flow took `input` in state `before`, at `now` (monotonic ms), and came to `after`. */
  note(house: House, before: FlowState, input: FlowInput, after: FlowState, now: number): void {
    if (before.at === 'idle' && this.#isAtRest) this.#stretches.push({ begin: before, beganMs: now, steps: [] });
    this.#isAtRest = after.at === 'idle' && before.at !== 'idle';
    const stretch = this.#stretches.at(-1);
    stretch?.steps.push({ at: now, step: { house, input: impersonal(input), led: after.at } });
    while (this.#stretches.length > mostVisits || this.#count() > mostSteps) this.#stretches.shift();
  }

  /** What led to `code`; undefined when nothing was noted. */
  incident(code: string): Incident | undefined {
    const [first] = this.#stretches;
    if (!first) return undefined;
    const steps = this.#stretches.flatMap((stretch) =>
      stretch.steps.map(({ at, step }) => ({ atMs: Math.round(at - first.beganMs), ...step })),
    );
    return { format: 'kazasu incident 1', version: this.#version, code, begin: first.begin, steps };
  }

  #count(): number {
    return this.#stretches.reduce((sum, { steps }) => sum + steps.length, 0);
  }
}
