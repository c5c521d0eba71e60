import { verifyOperationLog } from '../../firmware/records/operation-log.ts';
import { type Command, WrongUse } from './command.ts';

export const logVerify: Command = {
  summary: 'check the hash chain of an operation log',
  help: `kazasu log verify FILE…

Checks the files of an operation log, in the order of their names. Exit 0 only when the chain holds;
otherwise the first bad record is named.`,
  run: async (files) => {
    if (files.length === 0) throw new WrongUse('name the files of the log');
    const verdict = await verifyOperationLog([...files].sort());
    console.log(JSON.stringify(verdict));
    return verdict.ok ? 0 : 1;
  },
};
