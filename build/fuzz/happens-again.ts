import { spawnSync } from 'node:child_process';

/** Gives the input to a bundled parser alone: 0 when it answers, and soon. */
const program = `
const { fuzz } = require(process.argv[1]);
const input = require('node:fs').readFileSync(process.argv[2]);
(async () => {
  await fuzz(input);
  process.exit(0);
})();`;

/** Whether an input that the fuzzer complained of crashes the parser or hangs it when nothing else is asked of the processor. `parser`: its bundle. */
export function happensAgain(parser: string, input: string, hangSeconds: number, trust: string): boolean {
  const { status } = spawnSync(process.execPath, ['-e', program, parser, input], {
    timeout: 1000 * hangSeconds,
    env: { PATH: process.env.PATH, KAZASU_FUZZ_TRUST: trust },
  });
  return status !== 0;
}
