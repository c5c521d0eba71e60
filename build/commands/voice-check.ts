import { parseArgs } from 'node:util';
import { lacksOf, loadVoicePack } from '../../firmware/voice/voice-pack.ts';
import { languages } from '../../firmware/words/languages.ts';
import { type Command, WrongUse } from './command.ts';

export const voiceCheck: Command = {
  summary: 'looks over a voice pack: what is wrong with it, and which phrases it lacks',
  help: `kazasu voice check FOLDER [--json]

Reads FOLDER/manifest.json and every recording that it names. Tells what is wrong, and for each language which phrases the pack lacks:
those the synthetic voice goes on to speak. Exit 0 when nothing is wrong, whatever it lacks.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [folder] = positionals;
    if (folder === undefined) throw new WrongUse('which folder?');
    const pack = await loadVoicePack(folder);
    const lacks = Object.fromEntries(languages.map((language) => [language, lacksOf(pack, language)]));
    console.log(`${pack.name}, ${pack.licence}`);
    for (const flaw of pack.flaws) console.log(`wrong: ${flaw}`);
    for (const language of languages) {
      const { size } = pack.files[language];
      if (size > 0) for (const id of lacks[language] ?? []) console.log(`lacks: ${language} ${id}`);
      console.log(`${language}: ${size} recorded, ${lacks[language]?.length} left to the synthetic voice`);
    }
    const { name, licence, flaws } = pack;
    if (values.json) console.log(JSON.stringify({ name, licence, flaws, lacks }));
    return flaws.length === 0 ? 0 : 1;
  },
};
