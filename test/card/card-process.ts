import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Behaviours } from '../../drivers/card/emulated/behaviours.ts';
import type { CardFile } from '../../drivers/card/emulated/card-file.ts';
import { projectHome } from '../../firmware/device/home.ts';
import type { CardMessage } from './card-process-main.ts';

/** An emulated card in a process of its own, served to pcscd. */
export interface CardProcess {
  lay(card: CardFile, behaviours?: Behaviours): void;
  take(): void;
  end(): Promise<void>;
}

const outfile = join(projectHome(), `dist/card-process-${process.pid}.mjs`);

/** Bundles the card's process once for this test file. */
export function bundleCardProcess(): void {
  const entry = join(projectHome(), 'test/card/card-process-main.ts');
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
}

/** Takes the bundle away again. */
export const removeCardProcess = (): void => rmSync(outfile, { force: true });

/**
 * Starts the card. Not in the process under test: PC/SC calls that block it (power off, connect) wait for the card,
 * and a card that waits for the same thread would never answer.
 */
export function startCardProcess(): CardProcess {
  const child = fork(outfile);
  const tell = (message: CardMessage) => child.send(message);
  return {
    lay: (card, behaviours = {}) => void tell({ lay: card, behaviours }),
    take: () => void tell('take'),
    async end() {
      const ended = once(child, 'exit'); // after an own disconnect `close` never comes
      child.disconnect();
      await ended;
    },
  };
}
