import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectHome } from '../../firmware/device/home.ts';
import { measurements } from './measurements.ts';

/**
 * Makes the measurements that this device can make by itself, one after the other, and keeps their reports. An emulated device is not examined: it is
 * none. `settings`: file of the device's.
 */
export async function measureHere(
  folder: string,
  { settings, isEmulated }: { readonly settings: string; readonly isEmulated: boolean },
  say: (words: string) => void,
): Promise<void> {
  const here = measurements.filter(({ args, ofDevice }) => args !== undefined && !(ofDevice && isEmulated));
  for (const [at, { file, title, args = [], ofDevice }] of here.entries()) {
    say(`${at + 1}/${here.length} ${title}`);
    await writeFile(
      join(folder, file),
      `${await lastLineOf([...args, ...(ofDevice ? ['--settings', settings] : [])])}\n`,
    );
  }
}

/** The last line that a command says; empty when it says none. Its progress goes to standard error as it comes. */
function lastLineOf(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(projectHome(), 'build/kazasu.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  return new Promise((resolve) => child.once('close', () => resolve(said.trimEnd().split('\n').at(-1) ?? '')));
}
