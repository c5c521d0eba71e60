import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { catalogue } from '../../firmware/words/catalogue.ts';
import { languages } from '../../firmware/words/languages.ts';
import { filled, piecesOf, shownOf, spokenOf } from '../../firmware/words/markup.ts';
import type { Phrases } from '../../firmware/words/phrases.ts';

const test = suite('the catalogue of phrases');

/** Every phrase with its place in the catalogue. */
function phrasesOf({ language: _, ...phrases }: Phrases): [string, string][] {
  const flat = (at: string, value: unknown): [string, string][] =>
    typeof value === 'string'
      ? [[at, value]]
      : Object.entries(Object(value)).flatMap(([key, part]) => flat(`${at}.${key}`, part));
  return flat('', phrases);
}

const places = (phrase: string) => (phrase.match(/<\w+>/g) ?? []).sort();

test('every language has the same values in the same phrases, and leaves none without words that another has', () => {
  const english = new Map(phrasesOf(catalogue.en));
  for (const language of languages)
    for (const [at, phrase] of phrasesOf(catalogue[language])) {
      assert.equal(places(phrase), places(english.get(at) ?? ''), `${language}${at}`);
      assert.is(phrase === '', english.get(at) === '', `${language}${at}`);
    }
});

test('no phrase has markup that is not whole, and none but the Japanese ones bears readings', () => {
  for (const language of languages)
    for (const [at, phrase] of phrasesOf(catalogue[language])) {
      assert.not.match(shownOf(phrase), /[{}[\]|]/, `${language}${at}`);
      if (!language.startsWith('ja')) assert.is(shownOf(phrase), phrase, `${language}${at}`);
    }
});

for (const language of ['ja', 'ja-easy'] as const)
  test(`${language}: every phrase can be read aloud from kana alone, and every character beyond kana bears its reading`, () => {
    for (const [at, phrase] of phrasesOf(catalogue[language])) {
      const spoken = filled(spokenOf(phrase), { tries: '', count: '', date: '', number: '' });
      assert.match(spoken, /^[ぁ-ゖァ-ヺー、。・：（）「」 IC]*$/, at); // ICチップ is spelt
    }
  });

test('markup: readings above, spoken otherwise than written, values', () => {
  const phrase = 'あと<tries>{回|かい}[は|わ]';
  assert.equal(piecesOf(filled(phrase, { tries: 2 })), [
    { shown: 'あと2' },
    { shown: '回', ruby: 'かい' },
    { shown: 'は' },
  ]);
  assert.is(shownOf(phrase), 'あと<tries>回は');
  assert.is(spokenOf(filled(phrase, { tries: 2 })), 'あと2かいわ');
});

test.run();
