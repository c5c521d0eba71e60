import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Language, languages } from '../words/languages.ts';
import { utterancesOf } from '../words/utterances.ts';
import { voiceFault } from './faults.ts';
import type { VoicePackManifest } from './generated/types.ts';
import { validateVoicePackManifest } from './generated/validators.mjs';

/** Sound as it is sent to the page. */
export interface Sound {
  readonly type: 'audio/wav' | 'audio/ogg';
  readonly bytes: Buffer;
}

/** A vendor's recordings, which are heard instead of the synthetic voice. */
export interface VoicePack {
  readonly name: string;
  readonly licence: string;
  /** The file of each usable recording, by the spoken text: phrases that say the same share one. */
  readonly files: Readonly<Record<Language, ReadonlyMap<string, string>>>;
  /** What is wrong with it, a line each. */
  readonly flaws: readonly string[];
}

/** A recording is a sentence or two. */
const mostBytes = 4 * 2 ** 20;

/**
 * Looks over the voice pack in a folder: its `manifest.json` and every recording that it names.
 * @throws VOICE_PACK_UNREADABLE
 */
export async function loadVoicePack(folder: string): Promise<VoicePack> {
  const { name, licence, languages: recordings } = await manifestOf(folder);
  const flaws: string[] = [];
  const files = {} as Record<Language, Map<string, string>>;
  for (const language of languages) {
    const phrases = utterancesOf(language);
    files[language] = new Map();
    for (const [id, file] of Object.entries(recordings[language] ?? {})) {
      const phrase = phrases.get(id);
      const flaw = phrase === undefined ? 'there is no such phrase' : await flawOf(join(folder, file));
      if (flaw !== undefined) flaws.push(`${language} ${id}: ${flaw}`);
      else if (phrase !== undefined) files[language].set(phrase, join(folder, file));
    }
  }
  return { name, licence, files, flaws };
}

/** What a pack lacks in a language: the id of each phrase that the synthetic voice still speaks; of those that say the same, the first. */
export function lacksOf(pack: VoicePack, language: Language): readonly string[] {
  const lacking = new Map<string, string>();
  for (const [id, phrase] of utterancesOf(language))
    if (!pack.files[language].has(phrase) && !lacking.has(phrase)) lacking.set(phrase, id);
  return [...lacking.values()];
}

/** A recording's sound. */
export const recordingOf = async (file: string): Promise<Sound> => ({
  type: file.endsWith('.ogg') ? 'audio/ogg' : 'audio/wav',
  bytes: await readFile(file),
});

async function manifestOf(folder: string): Promise<VoicePackManifest> {
  const file = join(folder, 'manifest.json');
  let manifest: unknown;
  try {
    manifest = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw voiceFault('VOICE_PACK_UNREADABLE', file, { cause });
  }
  if (validateVoicePackManifest(manifest)) return manifest;
  const [first] = validateVoicePackManifest.errors ?? [];
  throw voiceFault('VOICE_PACK_UNREADABLE', `${file}: ${first?.instancePath} ${first?.message}`);
}

/** Why a recording cannot be used; undefined when it can. */
async function flawOf(path: string): Promise<string | undefined> {
  const handle = await open(path).catch(() => undefined);
  if (!handle) return 'its file is not there';
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(12);
    await handle.read(head, 0, head.length, 0);
    if (size > mostBytes) return `its file has ${size} bytes, more than ${mostBytes}`;
    const wav = head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8) === 'WAVE';
    const ogg = head.toString('latin1', 0, 4) === 'OggS';
    return (path.endsWith('.ogg') ? ogg : wav) ? undefined : 'its file is not what its name says';
  } finally {
    await handle.close();
  }
}
