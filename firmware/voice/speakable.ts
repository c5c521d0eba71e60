import type { Language } from '../words/languages.ts';
import { spokenOf } from '../words/markup.ts';
import type { Phrase } from '../words/phrases.ts';

/** A piece of speech in one voice of eSpeak NG. */
export interface Speakable {
  readonly voice: string;
  readonly text: string;
}

/** eSpeak NG's voices. Mandarin must be the one that reads Pinyin: the usual one spells out what its dictionary answers, as English. */
const voices: Readonly<Record<Language, string>> = {
  ja: 'ja',
  'ja-easy': 'ja',
  en: 'en-us',
  'zh-Hans': 'cmn-latn-pinyin',
  'zh-Hant': 'cmn-latn-pinyin',
  ko: 'ko',
  vi: 'vi',
  pt: 'pt-br',
};

/** Papers that are asked for by their Japanese names, in whatever language. */
const japaneseNames: Readonly<Record<string, string>> = {
  資格情報のお知らせ: 'しかくじょうほうの おしらせ',
  被保険者資格申立書: 'ひほけんしゃ しかく もうしたてしょ',
  資格確認書: 'しかく かくにんしょ',
};

const named = new RegExp(`[（(](${Object.keys(japaneseNames).join('|')})[)）]`);
/** Latin letters among Chinese characters. */
const latin = /([A-Za-z][A-Za-z ]*)/;

/** A phrase of the catalogue as pieces that eSpeak NG reads right, in their order. */
export function speakablesOf(language: Language, phrase: Phrase): readonly Speakable[] {
  const voice = voices[language];
  if (voice === 'ja') return [{ voice, text: calm(spokenOf(wordsApart(phrase))) }];
  return phrase
    .split(named)
    .flatMap((part) => {
      const name = japaneseNames[part];
      if (name !== undefined) return [{ voice: voices.ja, text: name }];
      if (!language.startsWith('zh')) return [{ voice, text: part }];
      return part.split(latin).map((text, at) => ({ voice: at % 2 ? voices.en : voice, text }));
    })
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
}

/** Japanese has no blanks, and eSpeak NG then runs its words together: a word begins where characters after kana bear a reading. */
const wordsApart = (phrase: Phrase): Phrase => phrase.replaceAll(/([ぁ-んァ-ヶー\]])(?<![おご])\{/g, '$1 {');

/** It spells out Japanese marks other than these by their English names. */
const calm = (text: string): string =>
  text.replaceAll(/[・：（）「」]+/g, '、').replaceAll(/^、|、(?=[、。])|、$/g, '');
