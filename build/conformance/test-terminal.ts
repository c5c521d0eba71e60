import { type CasePace, type Finding, runCases } from './case.ts';
import { type Stage, TerminalBench } from './terminal-bench.ts';
import { terminalCases } from './terminal-cases.ts';

const usualPace: CasePace = { usuallyMs: 20_000 };

/** Plays a reader and runs every case of terminals against whichever connects; `onReady` hears where to. */
export async function testTerminal(
  { stage, reader }: { readonly stage: Stage; readonly reader: string },
  onReady: (url: string) => void,
  pace: CasePace = usualPace,
): Promise<Finding[]> {
  const bench = new TerminalBench(stage, reader);
  onReady(await bench.open());
  try {
    await bench.visit(); // until a terminal is there
    return await runCases(terminalCases, bench, () => true, pace);
  } finally {
    await bench.close();
  }
}
