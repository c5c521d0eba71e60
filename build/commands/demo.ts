import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { startDesk, startReaderProcess } from '../visit/processes.ts';
import { openTerminal } from '../visit/terminal-client.ts';
import { visit } from '../visit/visit.ts';
import type { Command } from './command.ts';
import { serveHandPage } from './hand-page.ts';
import { tellStages } from './progress.ts';

export const demo: Command = {
  summary: 'the reader on emulated devices, with a first check of its own (npm start)',
  help: `kazasu demo [--broker URL] [--no-terminal]

Starts the reader of device.config.json with an emulated desk, goes through a first check by itself, and stays up:
lay the card again from the desk's page, and play the patient on the panel. Ends with Ctrl-C.

  --broker URL    the terminals are on this broker, such as mqtt://127.0.0.1:1883, not on the reader's own
  --no-terminal   no terminal but yours serves the visits after the first check`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { broker: { type: 'string' }, 'no-terminal': { type: 'boolean', default: false } },
    });
    const home = projectHome();
    await mkdir(join(home, 'var'), { recursive: true });
    const emulation = await prepareEmulation(join(home, 'var/emulated'));
    const socket = join(home, 'var/desk.sock');
    const desk = await startDesk({ socket, board: join(home, 'var/board') });
    const reader = await startReaderProcess(join(home, 'device.config.json'), {
      drivers: { desk: { socket }, ...boardOf(desk.ready.board) },
      ...(values.broker === undefined ? {} : { terminal: { mqtt: { broker: { url: values.broker }, plain: true } } }),
      trust: { store: emulation.trust, pinless: { folder: emulation.pinless } },
    });
    console.log(`panel     ${reader.ready.panel}\nterminal  ${reader.ready.mqtt}\n\nfirst check`);
    const place = { ...reader.ready, reader: 'kazasu', desk: desk.hand };
    const { card, person } = emulation;
    const began = performance.now();
    const first = await visit(
      place,
      { card, person, tries: [{ method: 'face' }], eligibility: 'valid' },
      tellStages(console.log),
    );
    console.log(
      `${first.verdict} (${first.reason}), erased: ${first.erased}, ${(performance.now() - began).toFixed(0)} ms in all\n`,
    );

    const stop = new Promise<void>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
      reader.process.once('exit', () => resolve());
    });
    const terminal = values['no-terminal']
      ? undefined
      : await openTerminal({ url: reader.ready.mqtt, reader: 'kazasu', eligibility: 'valid' });
    const hand = await serveHandPage(desk.hand, emulation);
    console.log(`desk      ${hand.address}   lay the card here, then go on at the panel\nCtrl-C ends it.`);
    await stop;
    await Promise.all([terminal?.close(), hand.close()]);
    await reader.stop();
    await desk.stop();
    return first.verdict === 'verified' ? 0 : 1;
  },
};

/** The driver for the desk's board, where the optional packages for it are installed. */
function boardOf(path: string | undefined): { board?: { driver: 'firmata'; path: string } } {
  try {
    for (const name of ['johnny-five', 'firmata-io', 'serialport']) import.meta.resolve(name);
    return path === undefined ? {} : { board: { driver: 'firmata', path } };
  } catch {
    return {};
  }
}
