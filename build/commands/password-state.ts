import type { Command } from './command.ts';
import { passwordOf } from './password-of.ts';

export const passwordState: Command = {
  summary: "tell whether the facility's password is set, and whether it is locked",
  help: `kazasu password state [--settings FILE]

One JSON object: set, wrong (tries in a row), lockedMs (how long it is still locked, in ms; only time with the power on counts).

  --settings FILE   the settings (default: device.config.json)`,
  run: async (args) => {
    console.log(JSON.stringify(await (await passwordOf(args)).state()));
    return 0;
  },
};
