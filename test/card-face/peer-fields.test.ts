import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { valueInText } from '../../build/card-face/peer-fields.ts';
import { today } from './made-cards.ts';

const test = suite('fields in the text of a general reader');

const value = (text: string) => valueInText(text, today);

test('an era date before 生, a date before まで有効 and four digits alone make a value', () => {
  assert.is(value('番号 花子\n昭和55年 2月17日生 性別 女\n2035年 2月17日 まで有効   4074 |\n市長'), '55021720354074');
  assert.is(value('昭和５５年２月１７日生\n２０３５年２月１７日まで有効\n４０７４'), '55021720354074');
  assert.is(value('平成元年 5月 3日生 2031年 5月 3日まで有効\n0012'), '01050320310012');
  assert.is(value('1980年12月 1日生\n2027年 1月 9日まで有効 0000'), '80120120270000');
});

test('kindly: 日 may have been taken for 田 or 目, and letters may stand apart', () => {
  assert.is(value('昭 和 55 年 2月 17 田 生\n2035 年 2 月 17目 まで 有 効 4074'), '55021720354074');
});

test('no value when a field is missing, dates are not of one card, or two codes could be meant', () => {
  assert.is(value('昭和55年2月17日生\n2035年2月17日まで有効'), undefined);
  assert.is(value('2035年2月17日まで有効 4074'), undefined);
  assert.is(value('昭和55年2月17日生 4074'), undefined);
  assert.is(value('昭和55年2月17日生\n2035年2月18日まで有効 4074'), undefined);
  assert.is(value('昭和70年2月17日生\n2035年2月17日まで有効 4074'), undefined);
  assert.is(value('昭和55年2月17日生\n2035年2月17日まで有効 4074\n1203'), undefined);
  assert.is(value(''), undefined);
});

test.run();
