import { parseArgs } from 'node:util';
import { sendHostileMessages } from '../proof/hostile-messages.ts';
import { isFlat } from '../visit/memory-trend.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';

export const proofMessages: Command = {
  summary: 'prove that damaged messages change nothing of a reader',
  help: `kazasu proof messages [--messages N] [--seed N] [--json]

Sends N requests (default 100000) to a whole reader over MQTT, each damaged in one of eight ways: flipped bits, cut, a hole, spliced, random bytes …
The same seed (default 1) damages them alike.

Exit 0 only when each was answered, the reader's state is as it was, a right request is answered still, and its memory has stayed flat.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        messages: { type: 'string', default: '100000' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    });
    const [messages, seed] = [count('messages', values.messages), count('seed', values.seed)];
    const report = await sendHostileMessages(messages, seed, console.error);
    const { answered, answers, same, memory } = report;
    const holds = answered === messages && same && isFlat(memory);
    console.log(`answered  ${answered} of ${messages}`);
    for (const [code, times] of Object.entries(answers)) console.log(`  ${code.padEnd(26)} ${times}`);
    console.log(`state     ${same ? 'as it was' : 'CHANGED, or the reader answers no more'}`);
    console.log(`memory    ${memory.before.toFixed(0)} → ${memory.after.toFixed(0)} MiB`);
    if (values.json) console.log(JSON.stringify({ ...report, holds }));
    return holds ? 0 : 1;
  },
};
