import { parseArgs } from 'node:util';
import { serveToPcscd, vpcdPort } from '../../drivers/card/emulated/vpcd.ts';
import { Desk } from '../../drivers/desk/desk.ts';
import { setUpViews } from '../../drivers/desk/views.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { type Command, WrongUse } from './command.ts';

export const cardServe: Command = {
  summary: 'lay an emulated card on the real pcscd',
  help: `kazasu card serve FILE [--port N]

Lays the card of FILE on pcscd's virtual reader (package vsmartcard-vpcd) until SIGTERM or SIGINT, and keeps its counters in the file.
Any PC/SC program can use it then: opensc-tool --name, pkcs15-tool -D, kazasu card show.

  --port N   port of vpcd (default: ${vpcdPort})`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { port: { type: 'string', default: String(vpcdPort) } },
    });
    const [file] = positionals;
    if (file === undefined) throw new WrongUse('name the file of the card');
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65535) throw new WrongUse(`--port ${values.port}: a TCP port`);
    const desk = new Desk(systemClock, await setUpViews(systemClock));
    await desk.lay(file, { keep: true });
    const stop = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
    console.log(`serving ${file} to vpcd on port ${port}`);
    await serveToPcscd({ slot: desk.slot, clock: systemClock, port, signal: stop.signal });
    await desk.take();
    return 0;
  },
};
