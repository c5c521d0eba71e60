import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { familyOf, residentMiB } from '../visit/process-family.ts';
import { ownSettings, startDesk, startReaderProcess } from '../visit/processes.ts';
import { type VisitPlace, type VisitResult, visit } from '../visit/visit.ts';
import type { Command } from './command.ts';
import { type Spread, spreadOf } from './percentile.ts';

/** Rates of ISO/IEC 14443 in kbit/s, and the most that p95 from card to verdict may take, in ms. */
const rates = [
  { kbps: 106, limitMs: 5000 },
  { kbps: 212, limitMs: undefined },
  { kbps: 424, limitMs: 2500 },
  { kbps: 848, limitMs: undefined },
] as const;
const signatureMs = 350;
/** Frame delay time and the reader's own handling, before each frame in either direction. */
const frameDelayMs = 1;
const aboveFloorLimitMs = 500;
const residentLimitMiB = 500;
const readyLimitMs = 3000;
/** Nobody lays a card sooner after the one before was taken; the reader as shipped shows its last words for longer. */
const farewellSeconds = 3;

export const benchCheck: Command = {
  summary: 'how long a check takes over a modelled contactless link',
  help: `kazasu bench check [--checks N] [--json]

Runs N checks by face (default 50) at each of 106, 212, 424 and 848 kbit/s, with ${frameDelayMs} ms before each frame and ${signatureMs} ms
for each signature by the card; between two patients the last words stand for ${farewellSeconds} s. Tells p50 and p95 of each stage, of
card to verdict, of the sum of all stages (as if in series), of the floor (link and card alone) and of the time above it; the resident
memory of all of the reader's processes; and its start-up.

Exit 0 only when p95 is at most 2.5 s at 424 kbit/s and 5 s at 106, the p95 above the floor at most ${aboveFloorLimitMs} ms,
memory at most ${residentLimitMiB} MiB, and the reader ready within ${readyLimitMs} ms.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { checks: { type: 'string', default: '50' }, json: { type: 'boolean', default: false } },
    });
    const report = await measure(Number(values.checks));
    show(report);
    if (values.json) console.log(JSON.stringify(report));
    return report.holds ? 0 : 1;
  },
};

interface RateReport {
  readonly kbps: number;
  readonly checks: number;
  readonly toVerdictMs: Spread;
  readonly inSeriesMs: Spread;
  readonly floorMs: Spread;
  readonly aboveFloorMs: Spread;
  readonly stages: Record<string, Spread>;
}

interface Report {
  readonly rates: readonly RateReport[];
  readonly residentMiB: number;
  readonly readyMs: number;
  readonly holds: boolean;
}

async function measure(checks: number): Promise<Report> {
  const home = projectHome();
  const emulation = await prepareEmulation(join(home, 'var/emulated'));
  const folder = await mkdtemp(join(home, 'var/bench-'));
  const socket = join(folder, 'desk.sock');
  try {
    const desk = await startDesk({ socket });
    const began = performance.now();
    const reader = await startReaderProcess(join(home, 'device.config.json'), {
      ...ownSettings(folder, emulation),
      timeouts: { farewell: farewellSeconds },
    });
    const readyMs = performance.now() - began;
    const memory = watchMemory(reader.process.pid ?? 0);
    const place = { ...reader.ready, reader: 'kazasu', desk: desk.hand };
    const reports: RateReport[] = [];
    for (const { kbps } of rates) reports.push(await measureRate(place, emulation, kbps, checks));
    const resident = memory.peak();
    await reader.stop();
    await desk.stop();
    return { rates: reports, residentMiB: resident, readyMs, holds: holds(reports, resident, readyMs) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function holds(reports: readonly RateReport[], resident: number, readyMs: number): boolean {
  const quick = reports.every(({ kbps, toVerdictMs, aboveFloorMs, checks }) => {
    const limit = rates.find((rate) => rate.kbps === kbps)?.limitMs ?? Number.POSITIVE_INFINITY;
    return checks > 0 && toVerdictMs.p95 <= limit && aboveFloorMs.p95 <= aboveFloorLimitMs;
  });
  return quick && resident <= residentLimitMiB && readyMs <= readyLimitMs;
}

async function measureRate(
  place: VisitPlace,
  { card, person }: { card: string; person: string },
  kbps: number,
  checks: number,
): Promise<RateReport> {
  const behaviours = { linkKbps: kbps, frameDelayMs, signatureMs };
  const results: VisitResult[] = [];
  for (let n = 1; n <= checks; n++) {
    const result = await visit(place, { card, person, behaviours, tries: [{ method: 'face' }], eligibility: 'valid' });
    if (result.verdict !== 'verified')
      throw new Error(`a check at ${kbps} kbit/s ended ${result.verdict}: ${result.reason}`);
    results.push(result);
    process.stderr.write(`\r${kbps} kbit/s  ${n}/${checks}  ${result.toVerdictMs?.toFixed(0)} ms   `);
  }
  process.stderr.write('\n');
  const spread = (of: (result: VisitResult) => number) => spreadOf(results.map(of));
  const names = [...new Set(results.flatMap(({ stages }) => stages.map(({ name }) => name)))];
  return {
    kbps,
    checks: results.length,
    toVerdictMs: spread(({ toVerdictMs = Number.NaN }) => toVerdictMs),
    inSeriesMs: spread(({ stages }) => stages.reduce((sum, { ms }) => sum + ms, 0)),
    floorMs: spread(({ cardMs = Number.NaN }) => cardMs),
    aboveFloorMs: spread(({ toVerdictMs = Number.NaN, cardMs = Number.NaN }) => toVerdictMs - cardMs),
    stages: Object.fromEntries(names.map((name) => [name, spread(({ stages }) => msOf(stages, name))])),
  };
}

const msOf = (stages: VisitResult['stages'], name: string): number =>
  stages.filter((stage) => stage.name === name).reduce((sum, { ms }) => sum + ms, 0);

/** Looks at the memory of a reader's processes ten times a second. */
function watchMemory(pid: number): { peak(): number } {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, residentMiB(familyOf(pid)));
  }, 100);
  return {
    peak: () => {
      clearInterval(timer);
      return most;
    },
  };
}

function show({ rates: reports, residentMiB: resident, readyMs, holds: well }: Report): void {
  const cell = ({ p50, p95 }: Spread) => `${p50.toFixed(0)} / ${p95.toFixed(0)}`.padStart(14);
  console.log(`p50 / p95, ms        ${reports.map(({ kbps }) => `${kbps} kbit/s`.padStart(14)).join('')}`);
  const row = (name: string, of: (report: RateReport) => Spread) =>
    console.log(`${name.padEnd(21)}${reports.map((report) => cell(of(report))).join('')}`);
  row('card to verdict', (report) => report.toVerdictMs);
  row('  floor: link, card', (report) => report.floorMs);
  row('  above the floor', (report) => report.aboveFloorMs);
  row('  if run in series', (report) => report.inSeriesMs);
  const nothing = { p50: Number.NaN, p95: Number.NaN };
  for (const name of Object.keys(reports[0]?.stages ?? {}))
    row(`stage ${name}`, (report) => report.stages[name] ?? nothing);
  console.log(`resident memory of all processes, peak: ${resident.toFixed(0)} MiB (at most ${residentLimitMiB})`);
  console.log(`ready after ${readyMs.toFixed(0)} ms (at most ${readyLimitMs})`);
  console.log(well ? 'all limits hold' : 'a limit does not hold');
}
