import { everybody } from '../certify/calibrate.ts';

/** A measurement or proof whose report may lie in the evidence folder, and what of it the book tells. */
export interface Measurement {
  /** Name of its report: the last line of its command with --json. */
  readonly file: string;
  readonly title: string;
  readonly command: string;
  readonly rows: readonly string[];
  /** It runs by itself, on this device, in minutes: `certify --measure` does it. */
  readonly args?: readonly string[];
  /** It looks at the device of the settings; the others at the runtime, on this machine. */
  readonly ofDevice?: true;
  /** Whether it holds; its exit code says so where this says nothing. */
  readonly holds?: (report: Report) => boolean;
  /** The figures for the book. */
  readonly figures?: (report: Report) => Readonly<Record<string, unknown>>;
}

/** A JSON value of which nothing is known. */
// biome-ignore lint/suspicious/noExplicitAny: reports of many commands
export type Report = any;

export const measurements: readonly Measurement[] = [
  {
    file: 'doctor.json',
    title: 'Examination of this device',
    command: 'kazasu doctor --production --json',
    rows: ['R42', 'R44', 'R46'],
    args: ['doctor', '--production', '--json'],
    ofDevice: true,
    holds: (points) => points.every(({ pass }: Report) => pass),
    figures: (points) =>
      Object.fromEntries(points.map(({ name, pass, found }: Report) => [name, pass ? 'pass' : `FAIL: ${found}`])),
  },
  {
    file: 'bench-check.json',
    title: 'Time of a check on this device, from the card laid to the verdict at the terminal',
    command: 'kazasu bench check --json',
    rows: ['R12'],
    args: ['bench', 'check', '--checks', '10', '--json'],
    holds: ({ holds }) => holds,
    figures: ({ rates, residentMiB, readyMs }) => ({
      ...Object.fromEntries(
        rates.flatMap(({ kbps, toVerdictMs, inSeriesMs }: Report) => [
          [`${kbps} kbit/s, median`, `${Math.round(toVerdictMs.p50)} ms`],
          [`${kbps} kbit/s, 95 %`, `${Math.round(toVerdictMs.p95)} ms`],
          [`${kbps} kbit/s, were the steps in series`, `${Math.round(inSeriesMs.p50)} ms`],
        ]),
      ),
      memory: `${Math.round(residentMiB)} MiB`,
      'ready after': `${Math.round(readyMs)} ms`,
    }),
  },
  {
    file: 'proof-erasure.json',
    title: 'Proof of erasure, through the memory of every process and every file',
    command: 'kazasu proof erasure --json',
    rows: ['R02', 'R42'],
    args: ['proof', 'erasure', '--checks', '60', '--json'],
    holds: ({ holds }) => holds,
    figures: ({ reports, control }) => ({
      checks: reports.reduce((sum: number, { checks }: Report) => sum + checks, 0),
      endings: reports.length,
      'found in memory': reports.reduce((sum: number, { inMemory }: Report) => sum + inMemory, 0),
      'found in files': reports.reduce((sum: number, { inFiles }: Report) => sum + inFiles, 0),
      'found in the control without zeroing': control.found,
    }),
  },
  {
    file: 'report.json',
    title: 'Accuracy of the face check and presentation attacks, on a dataset',
    command: 'kazasu certify face --dataset DIR --out EVIDENCE',
    rows: ['R03', 'R11'],
    holds: (report) => nonMatch(report) <= 0.006,
    figures: (report) => ({
      people: report.people,
      photos: report.photos,
      'failure to acquire, photos': share(report.failureToAcquire.photos.value),
      'FNMR at FMR 0.01 %, last step': share(nonMatch(report)),
    }),
  },
  {
    file: 'proof-update.json',
    title: 'Proof of updates, power cut at every point',
    command: 'npm run proof:update -- --json',
    rows: ['R45'],
    holds: ({ holds }) => holds,
  },
  {
    file: 'bench-card-face.json',
    title: 'Reading of printed card faces',
    command: 'kazasu bench card-face --json',
    rows: ['R04'],
    holds: ({ holds }) => holds,
  },
  {
    file: 'bringup.json',
    title: 'Parts of this board',
    command: 'kazasu bringup --json',
    rows: ['R40'],
    holds: ({ parts }) => parts.every(({ outcome }: Report) => outcome !== 'FAIL'),
    figures: ({ parts }) =>
      Object.fromEntries(parts.map(({ title, outcome, found }: Report) => [title, `${outcome}: ${found}`])),
  },
];

/** FNMR of everybody in the last step of a face report. */
const nonMatch = ({ rows }: Report): number =>
  rows.filter(({ group }: Report) => group === everybody).at(-1)?.fnmr?.value ?? Number.NaN;

const share = (value: number): string => `${(100 * value).toPrecision(3)} %`;
