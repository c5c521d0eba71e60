import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CardFile } from '../../drivers/card/emulated/card-file.ts';
import { efOf } from '../../drivers/card/emulated/card-file.ts';
import { aid, Bench, made } from './support.ts';

const test = suite('credentials and their counters');
const card = await made();

const pin = (options?: ConstructorParameters<typeof Bench>[1]): Bench => {
  const bench = new Bench(card, options);
  bench.select(aid.jpki, '0018');
  return bench;
};

test('[R13] a third wrong PIN locks it and says so: 63C2, 63C1, 63C0, then 6984', () => {
  const bench = pin();
  assert.equal(
    ['0000', '1111', '2222'].map((value) => bench.verify(value)),
    ['63C2', '63C1', '63C0'],
  );
  assert.is(bench.verify('1234'), '6984');
  assert.is(bench.tries(), '63C0');
});

test('asking for the counter spends no try, and answers 63Cx when verified too', () => {
  const bench = pin();
  for (let i = 0; i < 10; i += 1) assert.is(bench.tries(), '63C3');
  assert.is(bench.verify('1234'), '9000');
  assert.is(bench.tries(), '63C3');
});

test('only success gives tries back', () => {
  const bench = pin();
  bench.verify('0000');
  bench.verify('0000');
  bench.chip.powerOff();
  bench.chip.powerOn();
  bench.select(aid.jpki, '0018');
  assert.is(bench.tries(), '63C1');
  assert.is(bench.verify('1234'), '9000');
  assert.is(bench.tries(), '63C3');
});

test('a wrong value takes back what was verified; one of a wrong length spends a try', () => {
  const bench = pin();
  bench.verify('1234');
  assert.is(bench.verify('123'), '63C2');
  bench.select(aid.jpki, '0017');
  assert.is(bench.ask(`802A0080 05 0102030405 00`), '6982');
});

test('what was verified outlives a warm reset and other applications, and ends with the power', () => {
  const bench = pin();
  const signs = () => {
    bench.select(aid.jpki, '0017');
    return bench.ask('802A0080 05 0102030405 00').slice(-4);
  };
  bench.verify('1234');
  bench.select(aid.visual);
  assert.is(signs(), '9000');
  bench.chip.reset();
  assert.is(bench.ask('00B00000 00'), '6986'); // nothing is selected any more
  assert.is(signs(), '9000');
  bench.chip.powerOff();
  bench.chip.powerOn();
  assert.is(signs(), '6982');
});

test('powering a powered card changes nothing', () => {
  const bench = pin();
  bench.verify('1234');
  bench.chip.powerOn();
  assert.is(bench.tries(), '63C3');
  bench.select(aid.jpki, '0017');
  assert.match(bench.ask('802A0080 05 0102030405 00'), /9000$/);
});

test('照合番号B and A have ten tries, the signature password five', () => {
  const bench = new Bench(card);
  for (const file of ['0011', '0012', '0013']) {
    bench.select(aid.visual, file);
    assert.is(bench.tries(), '63CA', file);
  }
  bench.select(aid.visual, '0012');
  assert.is(bench.verify('55021720352286'), '63C9');
  bench.select(aid.jpki, '001B');
  assert.is(bench.tries(), '63C5');
  assert.is(bench.verify('sign1234'), '63C4');
  assert.is(bench.verify('SIGN1234'), '9000');
  bench.select(aid.jpki, '0001');
  assert.match(bench.ask('00B00000 04'), /^3082/);
});

test('VERIFY by short identifier selects the credential', () => {
  const bench = new Bench(card);
  bench.select(aid.jpki);
  assert.is(bench.ask('00200098'), '63C3');
  assert.is(bench.ask('00200098 04 31323334'), '9000');
  assert.is(bench.ask('00200080'), '63C3');
  assert.is(bench.ask('00200099'), '6A82');
  assert.is(bench.ask('00200018'), '6A86');
  assert.is(bench.ask('00200180'), '6A86');
});

test('credentials of one application are none of another`s', () => {
  const bench = new Bench(card);
  bench.select(aid.inputSupport, '0011');
  assert.is(bench.verify('1234'), '9000');
  bench.select(aid.visual, '0002');
  assert.is(bench.ask('00B00000 04'), '6982');
  bench.select(aid.jpki, '0017');
  assert.is(bench.ask('802A0080 05 0102030405 00'), '6982');
});

test('a host hears of every change of a counter, and finds it in the card', () => {
  const heard: number[] = [];
  const left = (of: CardFile) => {
    const file = efOf(of, 'jpki', '0018');
    return file?.type === 'credential' ? file.left : -1;
  };
  const bench = pin({ onChange: (changed) => heard.push(left(changed)) });
  bench.verify('0000');
  bench.tries();
  bench.verify('1234');
  bench.verify('1234');
  assert.equal(heard, [2, 3]);
  assert.is(left(bench.chip.card), 3);
});

test('[R05] a card without a PIN, and one whose PIN is blocked, answer 63C0 and 6984', async () => {
  for (const wish of [{ pinless: true }, { blockedPin: true }]) {
    const bench = new Bench(await made(wish));
    bench.select(aid.jpki, '0018');
    assert.is(bench.tries(), '63C0');
    assert.is(bench.verify('1234'), '6984');
    assert.is(bench.tries(), '63C0');
  }
});

test.run();
