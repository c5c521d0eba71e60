import type { ContenderReport, FaceBenchReport } from './bench.ts';
import { ourName } from './contenders.ts';
import type { Row } from './rows.ts';

/** Tells a report in lines for people. */
export function showReport({ people, photos, contenders, ratios, verdicts }: FaceBenchReport, say: Say): void {
  say(`${people} people, ${photos} photos, the same for each; every pair of photos is compared`);
  for (const contender of contenders) showContender(contender, say);
  say('ours : theirs');
  for (const { peer, fnmr, fnmrUngated, fnmrOnGated, ms, peakMiB } of ratios) {
    say(
      `  ${peer.padEnd(9)} as they ship: FNMR 1 : ${inverse(fnmr)}, time 1 : ${inverse(ms)}, memory 1 : ${inverse(peakMiB)}`,
    );
    say(
      `  ${''.padEnd(9)} FNMR both without our gate 1 : ${inverse(fnmrUngated)}, both on what it lets pass 1 : ${inverse(fnmrOnGated)}`,
    );
  }
  for (const { what, peer, found, limit, holds } of verdicts)
    say(`${holds ? 'holds ' : 'FAILS '} ${found.toFixed(1)} ${what} than ${peer} (limit ${limit})`);
}

type Say = (line: string) => void;

function showContender({ name, engine, msPerComparison, peakMiB, asShipped, otherwise }: ContenderReport, say: Say) {
  const { p50, p95 } = msPerComparison;
  say(`${name} (${engine})`);
  say(
    `  a comparison, one thread: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms; memory ${peakMiB.toFixed(0)} MiB`,
  );
  const ours = name === ourName;
  for (const row of asShipped) say(rowLine(ours ? 'as shipped: gated (judged)' : 'as shipped: no gate (judged)', row));
  for (const row of otherwise) say(rowLine(ours ? 'without its gate' : 'on the photos our gate lets pass', row));
}

function rowLine(what: string, row: Row): string {
  const { group, photos, failureToAcquire, genuine, impostors, falseNonMatches, fnmr, threshold, asNamed } = row;
  const errors = `FNMR at FMR 0.01 % ${percent(fnmr.value)} (${percent(fnmr.low)}–${percent(fnmr.high)}): ${falseNonMatches} of ${genuine}, from ${threshold.toFixed(3)} on`;
  const named = `at its own ${asNamed.threshold.toFixed(2)}: FMR ${percent(asNamed.fmr)}, FNMR ${percent(asNamed.fnmr)}`;
  return `  ${what.padEnd(34)} ${group.padEnd(10)} ${errors}; ${impostors} impostor pairs; ${named}; not acquired ${percent(failureToAcquire)} of ${photos}`;
}

const percent = (share: number) => `${Number((100 * share).toPrecision(3))} %`;
const inverse = (ratio: number) => (ratio === 0 ? 'none of ours failed' : String(Number((1 / ratio).toPrecision(3))));
