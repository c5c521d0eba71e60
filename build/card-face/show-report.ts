import type { BenchReport } from './bench.ts';
import type { Score } from './score.ts';

/** Tells a report in lines for people. */
export function showReport(report: BenchReport, say: (line: string) => void): void {
  const { ordinary, hard, timed, mutated, peer, verdicts } = report;
  if (ordinary) say(`ordinary  ${rate(ordinary)}${reasons(ordinary)}`);
  if (hard) {
    say(`hard      ${rate(hard)}`);
    for (const [kind, score] of Object.entries(hard.kinds)) say(`  ${kind.padEnd(14)} ${rate(score)}${reasons(score)}`);
  }
  if (timed) say(`timed     ${rate(timed)}; p50 ${ms(timed.p50Ms)}, p95 ${ms(timed.p95Ms)}${reasons(timed)}`);
  if (mutated) {
    const { cards, read, wrong, crashed, grownMiB, residentMiB } = mutated;
    say(
      `mutated   ${cards} pictures: ${crashed} crashes, ${wrong} wrong, ${read} still showed their card and were read`,
    );
    say(`          a worker's memory: ${residentMiB.toFixed(0)} MiB at most, grown by ${grownMiB.toFixed(0)} MiB`);
  }
  if (peer) {
    say(`one frame alone, ${peer.frames} of them:`);
    for (const [name, { readRate, wrong, msPerFrame }] of [
      ['kazasu', peer.ours],
      [peer.tesseract.version, peer.tesseract],
    ] as const)
      say(`  ${name.padEnd(16)} ${percent(readRate)} read, ${wrong} wrong, ${ms(msPerFrame)} a frame`);
    say(
      `  ours by its: ${peer.ratio.readRate.toFixed(1)} times as many read, ${peer.ratio.msPerFrame.toFixed(2)} of the time`,
    );
  }
  for (const { what, found, limit, holds } of verdicts)
    say(`${holds ? 'holds ' : 'FAILS '} ${what}: ${number(found)} (limit ${number(limit)})`);
  say(`failures: ${report.page}`);
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const ms = (value: number) => `${value.toFixed(0)} ms`;
const number = (value: number) => String(Number(value.toFixed(4)));
const rate = ({ cards, read, readRate, wrong, frames }: Score) =>
  `${String(read).padStart(4)} of ${cards} read (${percent(readRate)}), ${wrong} wrong, ${frames.toFixed(1)} frames`;

function reasons(score: Score): string {
  const told = Object.entries(score.reasons).map(([reason, times]) => `${reason} ${times}`);
  return told.length === 0 ? '' : `; not read: ${told.join(', ')}`;
}
