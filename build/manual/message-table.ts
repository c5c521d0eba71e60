import { catalogue } from '../../firmware/words/catalogue.ts';
import { shownOf } from '../../firmware/words/markup.ts';
import { codesOf } from '../../firmware/words/message-of.ts';
import { type MessageName, messages } from '../../firmware/words/messages.ts';

const heads = {
  ja: '| 番号 | 画面の言葉 | 患者さんの操作 | 職員の対応 | コード |',
  en: '| No. | what the panel says | what the patient does | what staff do | codes |',
};

/** The numbered messages as a table of Markdown, in one of the languages of staff. */
export function messageTable(language: 'ja' | 'en'): string {
  const said = catalogue[language].messages;
  const rows = (Object.keys(messages) as MessageName[]).map((name) => {
    const { number, staff } = messages[name];
    const { title, text } = said[name];
    return `| ${number} | ${shownOf(title)} | ${shownOf(text)} | ${staff[language]} | ${codesOf(name).join(' ')} |`;
  });
  return [heads[language], '|---|---|---|---|---|', ...rows].join('\n');
}
