import { everybody } from '../certify/calibrate.ts';
import { presentationKinds } from '../certify/presentations.ts';

/** A measurement or proof whose report may lie in the evidence folder, and what of it the book tells. */
export interface Measurement {
  /** Name of its report: the last line of its command with --json. */
  readonly file: string;
  readonly title: string;
  readonly command: string;
  readonly rows: readonly string[];
  /** Its rows ask for what only it can tell: without it they are not proved. */
  readonly needed?: true;
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
    needed: true,
    args: ['bench', 'check', '--checks', '20', '--json'], // of ten the slowest one would stand for 95 %
    holds: ({ holds }) => holds,
    figures: ({ rates, residentMiB, readyMs }) => ({
      ...Object.fromEntries(
        rates.flatMap(({ kbps, toVerdictMs, aboveFloorMs, inSeriesMs }: Report) => [
          [`${kbps} kbit/s, median`, `${Math.round(toVerdictMs.p50)} ms`],
          [`${kbps} kbit/s, 95 %`, `${Math.round(toVerdictMs.p95)} ms`],
          [`${kbps} kbit/s, 95 %, above link and card`, `${Math.round(aboveFloorMs.p95)} ms`],
          [`${kbps} kbit/s, were the steps in series`, `${Math.round(inSeriesMs.p50)} ms`],
        ]),
      ),
      ...stagesOf(rates.find(({ kbps }: Report) => kbps === usualKbps)),
      memory: `${Math.round(residentMiB)} MiB`,
      'ready after': `${Math.round(readyMs)} ms`,
    }),
  },
  {
    file: 'proof-erasure.json',
    title: 'Proof of erasure, through the memory of every process and every file',
    command: 'kazasu proof erasure --json',
    rows: ['R02', 'R42'],
    needed: true,
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
    needed: true,
    holds: (report) => nonMatch(report) <= 0.006,
    figures: (report) => ({
      people: report.people,
      photos: report.photos,
      'failure to acquire, photos': share(report.failureToAcquire.photos.value),
      'FNMR at FMR 0.01 %, last step': share(nonMatch(report)),
      ...attacksIn(report),
    }),
  },
  {
    file: 'proof-update.json',
    title: 'Proof of updates, power cut at every point',
    command: 'npm run proof:update -- --json',
    rows: ['R45'],
    holds: ({ holds }) => holds,
    figures: ({ tried, cuts, cutsTwice }) => ({
      ...Object.fromEntries(tried.map(({ what, got }: Report) => [what, got])),
      'power cuts, disks': cuts.length,
      'power cuts, twice': cutsTwice.length,
      'of which lost something': [...cuts, ...cutsTwice].filter(({ problems }) => problems.length > 0).length,
    }),
  },
  {
    file: 'proof-image.json',
    title: 'Two builds of one commit, compared byte by byte',
    command: 'npm run proof:image -- --json',
    rows: ['R45'],
    holds: ({ holds }) => holds,
    figures: ({ board, flavour, version, compared }) => ({
      'what was built': `${flavour} ${version} for ${board}`,
      ...Object.fromEntries(
        compared.map(({ what, bytes, differing }: Report) => [what, `${differing} of ${bytes} bytes differ`]),
      ),
    }),
  },
  {
    file: 'proof-boot.json',
    title: 'Start of the built images, and a look through the production image from inside and outside',
    command: 'npm run proof:boot -- --json',
    rows: ['R40', 'R44', 'R45'],
    holds: ({ holds }) => holds,
    figures: ({ bringUp, production }) => ({
      ...(bringUp
        ? { 'bring-up image': `${bringUp.selfTest}; a visit by face: ${bringUp.verdict}, erased: ${bringUp.erased}` }
        : {}),
      ...(production
        ? {
            'production image': production.selfTest,
            size: `${Math.round(production.slotBytes / 2 ** 20)} MiB`,
            [`ready after its kernel began (${production.accelerator})`]: `${production.readySeconds} s`,
            [`proved after its kernel began (${production.accelerator})`]: `${production.provedSeconds} s`,
            'points of doctor that pass': `${production.doctor.filter(({ pass }: Report) => pass).length} of ${production.doctor.length}`,
            'ports open from outside': production.openOutside.join(', '),
            problems: production.problems.join('; ') || 'none',
          }
        : {}),
    }),
  },
  {
    file: 'bench-start.json',
    title: 'How soon this device is ready after a start, and after its core was killed',
    command: 'kazasu bench start --json',
    rows: ['R45', 'R46'],
    args: ['bench', 'start', '--json'],
    holds: ({ holds }) => holds,
    figures: ({ starts, readyMs, againMs }) => ({
      starts,
      'ready, 95 %': `${Math.round(readyMs.p95)} ms`,
      'ready after SIGKILL, 95 %': `${Math.round(againMs.p95)} ms`,
    }),
  },
  {
    file: 'soak.json',
    title: 'Visits while parts break: the way back from each fault, both logs, traces in files',
    command: 'npm run soak -- --visits 2000 --json',
    rows: ['R43', 'R46'],
    holds: ({ holds }) => holds,
    figures: ({ visits, wrong, recoveries, memoryMiB }) => ({
      visits,
      'lost or wrong': wrong.length,
      'memory of the core, growth a visit':
        memoryMiB.perVisit === null ? 'too few visits to tell' : `${memoryMiB.perVisit.toFixed(4)} MiB`,
      ...Object.fromEntries(
        recoveries.map(({ kind, times, meanMs, mostMs }: Report) => [
          kind,
          `${times} times, well again after ${meanMs} ms, at most ${mostMs} ms`,
        ]),
      ),
    }),
  },
  {
    file: 'fuzz.json',
    title: 'Fuzzing of every parser of bytes from outside',
    command: 'npm run fuzz -- --seconds 60 --json',
    rows: ['R06'],
    holds: ({ holds }) => holds,
    figures: ({ reports }) =>
      Object.fromEntries(
        reports.map(({ target, runs, seconds, findings }: Report) => [
          target,
          `${runs} inputs in ${Math.round(seconds)} s, ${findings.length} crashes or hangs`,
        ]),
      ),
  },
  {
    file: 'conformance.json',
    title: 'Conformance of this reader to the terminal protocol, over the wire',
    command: 'kazasu conformance --reader URL --visit --json',
    rows: ['R30'],
    holds: ({ holds }) => holds,
    figures: ({ passed, failed, skipped }) => ({ passed, failed, skipped }),
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

/** Of the link whose stages are told one by one. */
const usualKbps = 424;

/** Median and 95 % of each stage of a check; they run beside each other. */
const stagesOf = (rate: Report): Record<string, string> =>
  Object.fromEntries(
    Object.entries(rate?.stages ?? {}).map(([name, { p50, p95 }]: [string, Report]) => [
      `stage ${name} at ${usualKbps} kbit/s`,
      `${Math.round(p50)} ms, ${Math.round(p95)} ms`,
    ]),
  );

const [livingKind] = presentationKinds;

/** FNMR of everybody in the last step of a face report. */
const nonMatch = ({ rows }: Report): number =>
  rows.filter(({ group }: Report) => group === everybody).at(-1)?.fnmr?.value ?? Number.NaN;

/** Of the attack report, ISO/IEC 30107-3. */
const attacksIn = ({ attacks }: Report): Record<string, string> =>
  attacks
    ? Object.fromEntries([
        ['BPCER', share(attacks.bpcer.value)],
        ...attacks.kinds
          .filter(({ kind }: Report) => kind !== livingKind)
          .map(({ kind, presentations, taken }: Report) => [
            `APCER, ${kind} (${presentations} drawn)`,
            share(taken.value),
          ]),
      ])
    : {};

const share = (value: number): string => `${(100 * value).toPrecision(3)} %`;
