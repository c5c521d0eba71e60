import { Buffer } from 'node:buffer';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cardFault } from '../../drivers/card/faults.ts';
import { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import type { Script } from './scripted-channel.ts';
import { errorOf, fileCard, isZero, scriptedChannel, selecting } from './scripted-channel.ts';

const test = suite('reading the files of a card');

function on(script: Script) {
  const channel = scriptedChannel(script);
  return { channel, card: new MyNumberCard(channel) };
}

const der = (bytes: number) => {
  const file = Buffer.alloc(bytes + 4, 0x5a);
  file.set([0x30, 0x82, bytes >> 8, bytes & 0xff]);
  return file;
};

test('[R02] the certificate ends where its header says, whatever the file holds after it', async () => {
  const certificate = der(1500);
  const { card, channel } = on(fileCard(Buffer.concat([certificate, Buffer.alloc(500, 0xff)])));
  assert.equal(await card.readUserCertificate(), certificate);
  assert.is(channel.sent.filter((sent) => sent.startsWith('00b0')).length, Math.ceil(1504 / 251));
});

test('a card without the certificate is told so', async () => {
  const { card } = on((command) => (command === '00a4020c02000a' ? '6a82' : '9000'));
  assert.is((await errorOf(card.readUserCertificate())).code, 'USER_CERTIFICATE_MISSING');
});

for (const [name, file, code] of [
  ['begins with another tag', Buffer.from('3182000401020304', 'hex'), 'CARD_FILE_MALFORMED'],
  ['is blank', Buffer.alloc(300, 0xff), 'CARD_FILE_MALFORMED'],
  ['is shorter than its header says', der(1500).subarray(0, 900), 'CARD_OFFSET_REFUSED'],
  ['claims a length beyond all sense', Buffer.from('3083ffffff00', 'hex'), 'CARD_FILE_TOO_LONG'],
] as const) {
  test(`a file that ${name} is refused`, async () => {
    assert.is((await errorOf(on(fileCard(file)).card.readUserCertificate())).code, code);
  });
}

test('a card that answers reads with nothing does not hang the reader', async () => {
  const { card } = on(
    selecting((command) =>
      command.startsWith('00b00000') ? `${der(600).subarray(0, 100).toString('hex')}9000` : '9000',
    ),
  );
  assert.is((await errorOf(card.readUserCertificate())).code, 'CARD_FILE_MALFORMED');
});

test('a card that answers 61xx without end does not hang the reader', async () => {
  const { card } = on(selecting(() => '6110'));
  assert.is((await errorOf(card.signDigest(Buffer.alloc(32)))).code, 'CARD_ANSWER_UNEXPECTED');
});

const cardFace = (bytes: number) => {
  const file = Buffer.alloc(bytes, 0x77);
  file.set([0xff, 0x20, 0x83]);
  file.writeUIntBE(bytes - 6, 3, 3);
  return file;
};

test('[R03] the card face is read whole, in short reads, and every part of it is zeroed', async () => {
  const file = cardFace(22_000);
  const { card, channel } = on(fileCard(file));
  const told: number[] = [];
  const read = await card.readCardFace({ onPart: (bytes) => told.push(bytes) });
  assert.equal(read, file);
  assert.is(told.at(-1), 22_000);
  assert.ok(channel.sent.every((sent) => !sent.startsWith('00b0') || sent.length === 10)); // no extended form
  assert.ok(channel.answers.every((answer) => isZero(answer.subarray(0, -2))));
});

test('[R03] a card face beyond 32 KB is read to its end', async () => {
  const file = cardFace(0xffff);
  const { card, channel } = on(fileCard(file));
  assert.equal(await card.readCardFace(), file);
  assert.ok(channel.sent.some((sent) => sent.startsWith('00b1')));
  assert.ok(channel.answers.every((answer) => isZero(answer.subarray(5, -2)))); // but for the header 53 81 LL
});

test('[R42] a card pulled while its face is read leaves nothing of it behind', async () => {
  const whole = fileCard(cardFace(22_000));
  const { card, channel } = on((command, index) => (index === 40 ? cardFault('CARD_REMOVED') : whole(command, index)));
  assert.is((await errorOf(card.readCardFace())).code, 'CARD_REMOVED');
  assert.ok(channel.answers.every((answer) => isZero(answer.subarray(0, -2))));
});

test('[R17] reading the card face stops when the patient chooses another method', async () => {
  const stop = new AbortController();
  const { card, channel } = on(fileCard(cardFace(22_000)));
  const reason = cardFault('CARD_ABSENT');
  const reading = card.readCardFace({ signal: stop.signal, onPart: (bytes) => bytes > 5000 && stop.abort(reason) });
  assert.is(await errorOf(reading), reason);
  assert.ok(channel.sent.length < 30);
});

test('without the 照合番号B the card face stays shut', async () => {
  const { card } = on(selecting(() => '6982'));
  assert.is((await errorOf(card.readCardFace())).code, 'CARD_SECURITY_NOT_SATISFIED');
});

test.run();
