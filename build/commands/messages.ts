import { parseArgs } from 'node:util';
import { messageTable } from '../manual/message-table.ts';
import { type Command, WrongUse } from './command.ts';

export const messages: Command = {
  summary: 'the numbered messages of the panel: cause, what the patient does, what staff do',
  help: `kazasu messages [--language ja|en]

Prints every numbered message of the panel as a table of Markdown, for manuals; in Japanese unless said otherwise.`,
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options: { language: { type: 'string', default: 'ja' } } });
    const { language } = values;
    if (language !== 'ja' && language !== 'en') throw new WrongUse(`--language ${language}: ja or en`);
    console.log(messageTable(language));
    return 0;
  },
};
