import { parseArgs } from 'node:util';
import { languages } from '../../firmware/words/languages.ts';
import { spokenOf } from '../../firmware/words/markup.ts';
import { utterancesOf } from '../../firmware/words/utterances.ts';
import type { Command } from './command.ts';
import { oneOf } from './one-of.ts';

export const voiceList: Command = {
  summary: 'every phrase that the panel says aloud, for who records a voice pack',
  help: `kazasu voice list [--language NAME] [--json]

Prints the id of each phrase and its words as they are spoken (Japanese in kana), a line each; in Japanese unless said otherwise.
A voice pack's manifest.json names its recordings by these ids. Phrases with the same words need one recording.
Languages: ${languages.join(', ')}.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { language: { type: 'string', default: 'ja' }, json: { type: 'boolean', default: false } },
    });
    const language = oneOf('language', languages, values.language);
    const phrases = [...utterancesOf(language)].map(([id, phrase]) => [id, spokenOf(phrase)] as const);
    if (values.json) console.log(JSON.stringify({ language, phrases: Object.fromEntries(phrases) }));
    else for (const [id, words] of phrases) console.log(`${id}\t${words}`);
    return 0;
  },
};
