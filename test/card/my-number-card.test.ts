import { Buffer } from 'node:buffer';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cardFault } from '../../drivers/card/faults.ts';
import { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import type { Script } from './scripted-channel.ts';
import { errorOf, isZero, scriptedChannel, selecting } from './scripted-channel.ts';

const test = suite('the My Number Card as typed commands');
const selectJpki = '00a4040c0ad392f000260100000001';
const selectVisual = '00a4040c0ad3921000310001010402';

function on(script: Script) {
  const channel = scriptedChannel(script);
  return { channel, card: new MyNumberCard(channel) };
}
const label = (text: string) => `${Buffer.from(text.padEnd(32)).toString('hex')}9000`;
const pin = () => Buffer.from('1234');
const codeB = () => Buffer.from('55021720352285');

for (const [text, kind] of [
  ['JPKIAPICCTOKEN2', 'my-number-card'],
  ['JPKIAPGPSETOKEN', 'android-phone'],
  ['JPKIAPIOSTOKEN', 'iphone'],
] as const) {
  test(`[R34] the label ${text} is a ${kind}`, async () => {
    const { card, channel } = on(selecting(() => label(text)));
    assert.is(await card.identify(), kind);
    assert.equal(channel.sent, [selectJpki, '00a4020c020006', '00b0000020']);
  });
}

test('[R06] an old 住基カード is called by its name', async () => {
  assert.is((await errorOf(on(selecting(() => label('JPKIAPICCTOKEN'))).card.identify())).code, 'JUKI_CARD');
});

test('[R06] any other card is no My Number Card', async () => {
  for (const script of [
    () => '6a82',
    () => '6d00',
    selecting(() => label('TRANSIT')),
    selecting(() => label('toString')),
  ]) {
    assert.is((await errorOf(on(script).card.identify())).code, 'NOT_A_MY_NUMBER_CARD');
  }
});

test('a first command that answers 6F00 is thrown away, once', async () => {
  const once = on((command, index) =>
    index === 0 ? '6f00' : selecting(() => label('JPKIAPICCTOKEN2'))(command, index),
  );
  assert.is(await once.card.identify(), 'my-number-card');
  assert.is((await errorOf(on(() => '6f00').card.identify())).code, 'CARD_INTERNAL_ERROR');
});

test('a card pulled while it is identified is not mistaken for a foreign one', async () => {
  const { card, channel } = on(() => cardFault('CARD_REMOVED'));
  assert.is((await errorOf(card.identify())).code, 'CARD_REMOVED');
  assert.is(channel.sent.length, 1);
});

test('[R13] the tries left are asked for without spending one', async () => {
  const { card, channel } = on(selecting(() => '63c3'));
  assert.is(await card.pinTries(), 3);
  assert.equal(channel.sent, [selectJpki, '00a4020c020018', '00200080']);
  assert.is(await on(selecting(() => '6984')).card.pinTries(), 0);
  assert.is(await on(selecting(() => '63ca')).card.codeBTries(), 10);
});

test('a credential that stands verified from before is not taken for a counter', async () => {
  assert.is((await errorOf(on(selecting(() => '9000')).card.pinTries())).code, 'CARD_ANSWER_UNEXPECTED');
});

test('[R13] a wrong PIN says how many tries are left; the third locks it and says so', async () => {
  for (const [word, code, left] of [
    ['63c2', 'PIN_WRONG', 2],
    ['63c0', 'PIN_LOCKED', 0],
    ['6984', 'PIN_LOCKED', 0],
  ] as const) {
    const error = await errorOf(on(selecting(() => word)).card.verifyPin(pin()));
    assert.is(error.code, code);
    assert.is(error.triesLeft, left);
  }
});

test('[R13] a PIN that is not four digits spends no try', async () => {
  for (const bad of ['', '123', '12345', '12a4', '１２']) {
    const { card, channel } = on(selecting(() => '9000'));
    assert.is((await errorOf(card.verifyPin(Buffer.from(bad)))).code, 'PIN_MALFORMED');
    assert.is(channel.sent.length, 0);
  }
});

test('[R42] the command that held a PIN or a 照合番号B is zero after every outcome, and the caller keeps theirs', async () => {
  for (const word of ['9000', '63c2', '6984', '6700', cardFault('CARD_REMOVED')]) {
    const script = selecting((command) => (command === '00200080' ? '63ca' : word));
    const { card, channel } = on(script);
    const [mine, code] = [pin(), codeB()];
    await card.verifyPin(mine).catch(() => undefined);
    await card.verifyCodeB(code).catch(() => undefined);
    assert.ok(channel.sent.some((sent) => sent.includes('31323334'))); // it did go out
    assert.ok(channel.sent.some((sent) => sent.includes(codeB().toString('hex'))));
    assert.ok(channel.commands.every(isZero));
    assert.is(mine.toString(), '1234');
    assert.is(code.toString(), '55021720352285');
  }
});

test('an answer 6Cxx never makes VERIFY send a bent PIN: no byte of a secret is an Le', async () => {
  const { card, channel } = on(selecting(() => '6c04'));
  assert.is((await errorOf(card.verifyPin(pin()))).code, 'CARD_ANSWER_UNEXPECTED');
  assert.is(channel.sent.filter((sent) => sent.startsWith('0020')).length, 1);
});

test('the counter of the 照合番号B is read before anything is submitted', async () => {
  const { card, channel } = on(selecting((command) => (command === '00200080' ? '63ca' : '9000')));
  await card.verifyCodeB(codeB());
  assert.equal(channel.sent, [selectVisual, '00a4020c020012', '00200080', `002000800e${codeB().toString('hex')}`]);
});

test('a counter that was just read is not read again', async () => {
  const { card, channel } = on(selecting((command) => (command === '00200080' ? '63ca' : '9000')));
  await card.codeBTries();
  await card.verifyCodeB(codeB());
  assert.is(channel.sent.filter((sent) => sent === '00200080').length, 1);
});

test('[R06] a misreading scanner cannot lock the 照合番号B: the last tries are never spent', async () => {
  for (const [word, code] of [
    ['63c2', 'CODE_B_TRIES_LOW'],
    ['63c1', 'CODE_B_TRIES_LOW'],
    ['63c0', 'CODE_B_LOCKED'],
    ['6984', 'CODE_B_LOCKED'],
  ] as const) {
    const { card, channel } = on(selecting(() => word));
    assert.is((await errorOf(card.verifyCodeB(codeB()))).code, code);
    assert.not.ok(channel.sent.some((sent) => sent.startsWith('002000800e')));
  }
});

test('a 照合番号B that the card refuses says so with the tries left', async () => {
  const { card } = on(selecting((command) => (command === '00200080' ? '63ca' : '63c9')));
  const error = await errorOf(card.verifyCodeB(codeB()));
  assert.is(error.code, 'CODE_B_REFUSED');
  assert.is(error.triesLeft, 9);
});

test('what is selected is not selected again; another application is', async () => {
  const { card, channel } = on(selecting(() => '63c3'));
  await card.pinTries();
  await card.pinTries();
  await card.codeBTries();
  await card.pinTries();
  const selects = channel.sent.filter((sent) => sent.startsWith('00a4'));
  assert.equal(selects, [selectJpki, '00a4020c020018', selectVisual, '00a4020c020012', selectJpki, '00a4020c020018']);
});

test('after a SELECT that failed nothing is believed to be selected', async () => {
  let fail = true;
  const { card, channel } = on((command) => {
    if (command === '00a4020c020018' && fail) return '6f00';
    return command.startsWith('00a4') ? '9000' : '63c3';
  });
  assert.is((await errorOf(card.pinTries())).code, 'CARD_INTERNAL_ERROR');
  fail = false;
  assert.is(await card.pinTries(), 3);
  assert.equal(channel.sent, [selectJpki, '00a4020c020018', '00a4020c020018', '00200080']);
});

test('two callers at once: each one finds its own file selected', async () => {
  const { card, channel } = on(selecting(() => '63c3'));
  await Promise.all([card.pinTries(), card.codeBTries(), card.pinTries()]);
  let selected = '';
  for (const sent of channel.sent) {
    if (sent.startsWith('00a4020c')) selected = sent.slice(-4);
    else if (sent.startsWith('0020')) assert.ok(['0018', '0012'].includes(selected));
  }
  assert.is(channel.sent.filter((sent) => sent === '00200080').length, 3);
});

test('one caller whose card is pulled does not hold up the next', async () => {
  const { card } = on((_, index) => (index === 0 ? cardFault('CARD_REMOVED') : '9000'));
  const outcomes = await Promise.allSettled([card.pinTries(), card.signDigest(Buffer.alloc(32))]);
  assert.equal(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
});

test('61xx and 6Cxx are followed up', async () => {
  const signature = 'ab'.repeat(256);
  const pieces = on(
    selecting((command) =>
      command.startsWith('00c0') ? `${signature.slice(200)}9000` : `${signature.slice(0, 200)}619c`,
    ),
  );
  assert.is((await pieces.card.signDigest(Buffer.alloc(32))).toString('hex'), signature);
  assert.ok(pieces.channel.answers.slice(0, -1).every((answer) => isZero(answer.subarray(0, -2))));
  const corrected = on(selecting((command) => (command.endsWith('20') ? label('JPKIAPICCTOKEN2') : '6c20')));
  assert.is(await corrected.card.identify(), 'my-number-card');
});

test('a digest goes to the user key as a DigestInfo, a message of another length not at all', async () => {
  const { card, channel } = on(selecting(() => `${'11'.repeat(256)}9000`));
  await card.signDigest(Buffer.alloc(32, 0xcd));
  assert.is(channel.sent.at(-1), `802a0080333031300d060960864801650304020105000420${'cd'.repeat(32)}00`);
  assert.is((await errorOf(card.signDigest(Buffer.alloc(20)))).code, 'DIGEST_MALFORMED');
});

test('a signature of another length than the key is not passed on', async () => {
  const { card } = on(selecting(() => `${'11'.repeat(128)}9000`));
  assert.is((await errorOf(card.signDigest(Buffer.alloc(32)))).code, 'CARD_ANSWER_UNEXPECTED');
});

test('[R42] the daemon is flushed with challenges of 256 bytes', async () => {
  const { card, channel } = on(() => `${'99'.repeat(256)}9000`);
  await card.flushDaemon();
  assert.equal(channel.sent, ['0084000000', '0084000000', '0084000000']);
});

test.run();
