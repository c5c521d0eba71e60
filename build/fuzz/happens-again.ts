import { spawnSync } from 'node:child_process';

/** Loads a bundled parser, which may take its time, and then gives it the input: 0 when it answers soon. */
const program = `
const { fuzz } = require(process.argv[1]);
const input = require('node:fs').readFileSync(process.argv[2]);
(async () => {
  const began = performance.now();
  await fuzz(input);
  process.exit(performance.now() - began > 1000 * Number(process.argv[3]) ? 1 : 0);
})();`;

/** Whether an input that the fuzzer complained of crashes the parser or hangs it when nothing else is asked of the processor. `parser`: its bundle. */
export function happensAgain(parser: string, input: string, hangSeconds: number, trust: string): boolean {
  const { status } = spawnSync(process.execPath, ['-e', program, parser, input, `${hangSeconds}`], {
    timeout: 10_000 * hangSeconds,
    env: { PATH: process.env.PATH, KAZASU_FUZZ_TRUST: trust },
  });
  return status !== 0;
}
