import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { synthesize } from '../../firmware/voice/voice.ts';
import { languages } from '../../firmware/words/languages.ts';
import { utterancesOf } from '../../firmware/words/utterances.ts';
import { type Command, WrongUse } from './command.ts';
import { oneOf } from './one-of.ts';

export const voiceMake: Command = {
  summary: 'the synthetic voice as a voice pack: to listen to, or to replace file by file',
  help: `kazasu voice make --out FOLDER [--language NAME]

Has eSpeak NG speak every phrase, a WAV file each, and writes the manifest.json that makes them a voice pack. In every language unless one is named.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { out: { type: 'string' }, language: { type: 'string' } },
    });
    const { out } = values;
    if (out === undefined) throw new WrongUse('--out is missing');
    const wanted = values.language === undefined ? languages : [oneOf('language', languages, values.language)];
    const recordings: Record<string, Record<string, string>> = {};
    for (const language of wanted) {
      await mkdir(join(out, language), { recursive: true });
      const files: Record<string, string> = {};
      for (const [id, phrase] of utterancesOf(language)) {
        files[id] = `${language}/${id}.wav`;
        await writeFile(join(out, files[id]), await synthesize(language, phrase));
      }
      recordings[language] = files;
      console.log(`${language}: ${Object.keys(files).length} phrases`);
    }
    const licence = 'made by eSpeak NG (GPL-3.0-or-later); its licence does not extend to the sound it makes';
    const manifest = { name: 'eSpeak NG', licence, languages: recordings };
    await writeFile(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    return 0;
  },
};
