import { type Command, WrongUse } from './command.ts';
import { passwordOf } from './password-of.ts';
import { secretLines } from './secret-lines.ts';

export const passwordSet: Command = {
  summary: "set or change the facility's password, by which staff confirm a person by eye",
  help: `kazasu password set [--settings FILE]

Asks for the password, 8 to 64 characters, and when there is one already first for the old one. Nothing that is typed is shown. From a
pipe: the old password, if there is one, and the new one, a line each. A wrong old password counts as a wrong try.

  --settings FILE   the settings (default: device.config.json)`,
  run: async (args) => {
    const password = await passwordOf(args);
    const { set: isSet } = await password.state();
    const lines = secretLines(process.stdin);
    const ask = async (what: string): Promise<Buffer> => {
      if (process.stdin.isTTY) process.stderr.write(`${what}: `);
      const { value } = await lines.next();
      if (process.stdin.isTTY) process.stderr.write('\n');
      if (!value) throw new WrongUse('no password was given');
      return value;
    };
    try {
      const old = isSet ? await ask('The old password') : undefined;
      const fresh = await ask('The new password');
      if (process.stdin.isTTY) confirm(fresh, await ask('The new password once more'));
      await (old ? password.change(old, fresh) : password.set(fresh));
    } finally {
      await lines.return();
    }
    console.log('the password is set');
    return 0;
  },
};

function confirm(fresh: Buffer, again: Buffer): void {
  const same = fresh.equals(again);
  again.fill(0);
  if (same) return;
  fresh.fill(0);
  throw new WrongUse('the two are not the same; nothing was changed');
}
