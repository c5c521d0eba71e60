import type { Command } from './command.ts';
import { passwordOf } from './password-of.ts';

export const passwordReset: Command = {
  summary: "forget the facility's password and its wrong tries",
  help: `kazasu password reset [--settings FILE]

For a password that is forgotten, locked for long, or whose files are damaged: removes them. Staff cannot confirm by eye until a new one
is set with kazasu password set. Whoever may write the reader's files may do this.

  --settings FILE   the settings (default: device.config.json)`,
  run: async (args) => {
    await (await passwordOf(args)).reset();
    console.log('the password is forgotten; set a new one: kazasu password set');
    return 0;
  },
};
