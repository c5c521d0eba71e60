// time limit: 120 s
import { execFileSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { speakablesOf } from '../../firmware/voice/speakable.ts';
import { catalogue } from '../../firmware/words/catalogue.ts';
import { languages } from '../../firmware/words/languages.ts';
import { spokenOf } from '../../firmware/words/markup.ts';
import { phrasesWithIds, spokenId } from '../../firmware/words/phrase-ids.ts';
import { utterancesOf } from '../../firmware/words/utterances.ts';

const test = suite('what the panel says aloud');

test('every language says the same things', () => {
  const english = [...utterancesOf('en').keys()];
  for (const language of languages) assert.equal([...utterancesOf(language).keys()], english, language);
});

test('whatever is shown is spoken, a value in it or not; only the numbers of messages are not', () => {
  const values = { tries: 2, count: 3, date: '2031/02/17', number: 101 };
  for (const language of languages) {
    const known = utterancesOf(language);
    const { language: _, ...shown } = catalogue[language];
    const silent = phrasesWithIds(shown).filter(([id, phrase]) => !known.has(spokenId(id, phrase, values) ?? ''));
    assert.equal(
      silent.map(([id]) => id),
      ['words.messageNumber'],
    );
  }
});

test('[R42] no phrase has room for a value: nothing personal can be made into sound', () => {
  for (const language of languages)
    for (const [id, phrase] of utterancesOf(language)) assert.not.match(phrase, /[<>]/, `${language} ${id}`);
  assert.is(spokenId('words.certificateEnding', 'until <date>', { date: '2031/02/17' }), 'words.certificateEnding');
  assert.is(spokenId('words.messageNumber', 'No. <number>', { number: 7 }), undefined);
});

for (const language of ['ja', 'ja-easy'] as const)
  test(`${language}: everything is read from kana alone`, () => {
    for (const [id, phrase] of utterancesOf(language))
      assert.match(spokenOf(phrase), /^[ぁ-ゖァ-ヺー、。・：（）「」 ]+$/, id);
  });

test('a Japanese paper is asked for by its Japanese name, in a Japanese voice, in every language', () => {
  for (const language of languages.filter((name) => !name.startsWith('ja'))) {
    const phrase = utterancesOf(language).get('results.none.text') ?? '';
    const pieces = speakablesOf(language, phrase);
    assert.ok(
      pieces.some(({ voice, text }) => voice === 'ja' && text.startsWith('ひほけんしゃ')),
      language,
    );
    assert.not.match(pieces.map(({ text }) => text).join(''), /[（()）]/, language);
  }
});

/** What eSpeak NG makes of texts, in its own notation: `(en)` where it goes over to another language, as it does to spell out what it cannot read. */
const phonemes = (voice: string, texts: readonly string[]): string =>
  execFileSync('espeak-ng', ['-q', '-x', '-v', voice, '--stdin'], { input: texts.join('.\n'), encoding: 'utf8' });

for (const language of languages)
  test(`${language}: eSpeak NG reads every phrase in its own tongue and spells out nothing`, () => {
    const texts = new Map<string, string[]>();
    for (const phrase of utterancesOf(language).values())
      for (const { voice, text } of speakablesOf(language, phrase))
        texts.set(voice, [...(texts.get(voice) ?? []), text]);
    for (const [voice, said] of texts) {
      // English words in Vietnamese are read as English: that is right.
      const own = voice === 'vi' ? said.filter((text) => !/My Number|Mynaportal|chip/.test(text)) : said;
      assert.not.match(phonemes(voice, own), /\(\w\w[\w-]*\)/, voice);
    }
  });

test('it tells what eSpeak NG cannot read: it can fail', () => {
  assert.match(phonemes('ja', ['漢字']), /\(en\)/);
  assert.match(phonemes('cmn', ['请放']), /\(en\)/);
});

test.run();
