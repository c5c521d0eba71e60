import { CodedError } from '../records/coded-error.ts';
import type { Language } from '../words/languages.ts';
import type { Phrase } from '../words/phrases.ts';
import { utterancesOf } from '../words/utterances.ts';
import { slowPace, speakWithEspeak, usualPace } from './espeak.ts';
import { voiceFault } from './faults.ts';
import { speakablesOf } from './speakable.ts';
import { loadVoicePack, recordingOf, type Sound, type VoicePack } from './voice-pack.ts';

/** So much synthetic speech is kept, in bytes: what a few languages need in a day. */
const keptBytes = 24 * 2 ** 20;

export interface VoiceParts {
  readonly pack: VoicePack | undefined;
  /** A phrase in the synthetic voice, as WAV. */
  readonly synthesize: (language: Language, phrase: Phrase) => Promise<Buffer>;
  /** Why it stays silent; told once for each code. */
  readonly onTrouble: (fault: CodedError) => void;
}

/** The panel's voice: the sound of each phrase of the catalogue, recorded or synthetic, and of nothing else. */
export class Voice {
  readonly #parts: VoiceParts;
  /** The one used last stands last. */
  readonly #kept = new Map<string, Buffer>();
  #size = 0;
  readonly #told = new Set<string>();

  constructor(parts: VoiceParts) {
    this.#parts = parts;
  }

  /** The sound of a phrase by its id; undefined for what is no phrase, and while nothing can be said. */
  async soundOf(language: Language, id: string): Promise<Sound | undefined> {
    const phrase = utterancesOf(language).get(id);
    if (phrase === undefined) return undefined;
    const { pack } = this.#parts;
    const file = pack?.files[language].get(phrase);
    try {
      if (file !== undefined) return await recordingOf(file);
    } catch (cause) {
      this.#tell(voiceFault('VOICE_PACK_FLAWED', `${language} ${id}`, { cause }));
    }
    try {
      return { type: 'audio/wav', bytes: await this.#synthetic(language, phrase) };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      this.#tell(error);
      return undefined;
    }
  }

  async #synthetic(language: Language, phrase: Phrase): Promise<Buffer> {
    const key = `${language} ${phrase}`;
    const bytes = this.#kept.get(key) ?? (await this.#parts.synthesize(language, phrase));
    if (!this.#kept.delete(key)) this.#size += bytes.length;
    this.#kept.set(key, bytes);
    for (const [oldest, { length }] of this.#kept) {
      if (this.#size <= keptBytes) break;
      this.#kept.delete(oldest);
      this.#size -= length;
    }
    return bytes;
  }

  #tell(fault: CodedError): void {
    if (this.#told.has(fault.code)) return;
    this.#told.add(fault.code);
    this.#parts.onTrouble(fault);
  }
}

/** The voice that the settings choose. A voice pack that cannot be used keeps no reader from starting: it is told, and the synthetic voice speaks. */
export async function openVoice(folder: string | undefined, onTrouble: VoiceParts['onTrouble']): Promise<Voice> {
  let pack: VoicePack | undefined;
  try {
    if (folder !== undefined) pack = await loadVoicePack(folder);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    onTrouble(error);
  }
  if (pack && pack.flaws.length > 0)
    onTrouble(voiceFault('VOICE_PACK_FLAWED', `${pack.flaws.length}: ${pack.flaws[0]}`));
  return new Voice({ pack, synthesize, onTrouble });
}

/** A phrase in the synthetic voice, as WAV. Throws SPEECH_TOOL_MISSING, SPEECH_TOOL_FAILED. */
export const synthesize = (language: Language, phrase: Phrase): Promise<Buffer> =>
  speakWithEspeak(speakablesOf(language, phrase), language === 'ja-easy' ? slowPace : usualPace);
