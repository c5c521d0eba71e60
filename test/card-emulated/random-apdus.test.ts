import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EmulatedCard } from '../../drivers/card/emulated/card.ts';
import { parseCommandApdu } from '../../drivers/card/emulated/command-apdu.ts';
import { frame, MessageReader } from '../../drivers/card/emulated/vpcd-messages.ts';
import { aid, made } from './support.ts';

const test = suite('outside bytes');
const card = await made();

const files = ['0001', '0002', '0006', '000A', '0011', '0012', '0016', '0017', '0018', '001A', '001B', '001C'];
const instructions = [0x20, 0x2a, 0x82, 0x84, 0xa2, 0xa4, 0xb0, 0xb1, 0xb2, 0xc0, 0xca];

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const select = fc.oneof(
  fc.constantFrom(...Object.values(aid)).map((id) => hex(`00A4040C0A${id}`)),
  fc.constantFrom(...files).map((id) => hex(`00A4020C02${id}`)),
);
const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((value) => Buffer.from(value));
const nearlyRight = fc
  .tuple(fc.constantFrom(0x00, 0x80), fc.constantFrom(...instructions), fc.nat(255), fc.nat(255), bytes(300))
  .map(([cla, ins, p1, p2, rest]) => Buffer.concat([Buffer.from([cla, ins, p1, p2]), rest]));
const withData = fc
  .tuple(fc.constantFrom('00200080', '802A0080', '802A0000', '80A206C1', '80A200C1', '00820000'), bytes(255))
  .map(([header, data]) => Buffer.concat([hex(header), Buffer.from([data.length]), data, Buffer.from([0])]));
const apdu = fc.oneof({ weight: 3, arbitrary: select }, bytes(600), nearlyRight, withData);

test('whatever bytes come, the card answers with a status word, and its counters stay within their bounds', () => {
  fc.assert(
    fc.property(fc.array(apdu, { minLength: 1, maxLength: 60 }), (apdus) => {
      const chip = new EmulatedCard(structuredClone(card));
      chip.powerOn();
      for (const command of apdus) {
        const answer = chip.transmit(command);
        assert.ok(answer.length >= 2, command.toString('hex'));
        assert.ok(
          [0x90, 0x61, 0x63, 0x67, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e].includes(answer[answer.length - 2] as number),
        );
      }
      for (const file of chip.card.applications.flatMap((application) => application.files)) {
        if (file.type === 'credential') assert.ok(file.left >= 0 && file.left <= file.tries);
      }
    }),
    { numRuns: 150 },
  );
});

test('attack: no sequence of commands without a credential reads the card face, signs with a holder`s key or reads My Number', () => {
  const guarded = ['FF20', 'FF40'];
  fc.assert(
    fc.property(fc.array(apdu, { maxLength: 80 }), (apdus) => {
      const chip = new EmulatedCard(structuredClone(card));
      chip.powerOn();
      chip.transmit(hex(`00A4040C0A${aid.visual}`));
      for (const command of apdus) {
        chip.transmit(command);
        const head = chip.transmit(hex('00B0000002')).toString('hex').toUpperCase();
        assert.not.ok(
          guarded.some((tag) => head === `${tag}9000`),
          'a guarded file was read',
        );
      }
      chip.transmit(hex(`00A4040C0A${aid.jpki}`));
      chip.transmit(hex('00A4020C020017'));
      assert.is(chip.transmit(hex('802A00800501020304050000')).length, 2);
    }),
    { numRuns: 60 },
  );
});

test('a command APDU taken apart is the one that was put together, in each of the seven forms', () => {
  const le = fc.option(fc.integer({ min: 1, max: 0x10000 }), { nil: undefined });
  fc.assert(
    fc.property(bytes(600), le, fc.boolean(), (data, le, long) => {
      const extended = long || data.length > 255 || (le ?? 0) > 256;
      const parsed = parseCommandApdu(encode(data, le, extended));
      assert.ok(parsed);
      assert.ok(parsed?.data.equals(data));
      assert.is(parsed?.le, le);
    }),
  );
});

function encode(data: Buffer, le: number | undefined, extended: boolean): Buffer {
  const u16 = (value: number) => Buffer.from([(value >> 8) & 0xff, value & 0xff]);
  const head = hex('00200080');
  if (!extended) {
    const lc = data.length ? Buffer.concat([Buffer.from([data.length]), data]) : data;
    return Buffer.concat([head, lc, Buffer.from(le === undefined ? [] : [le & 0xff])]);
  }
  const body = data.length ? [u16(data.length), data] : [];
  const tail = le === undefined ? [] : [u16(le)];
  return Buffer.concat([head, ...(body.length + tail.length ? [Buffer.from([0])] : []), ...body, ...tail]);
}

test('a stream of messages comes out as it went in, however it was cut', () => {
  fc.assert(
    fc.property(fc.array(bytes(400)), fc.array(fc.integer({ min: 1, max: 500 })), (messages, cuts) => {
      const stream = Buffer.concat(messages.map(frame));
      const reader = new MessageReader();
      const heard: Buffer[] = [];
      let at = 0;
      for (const cut of [...cuts, stream.length]) {
        heard.push(...reader.take(stream.subarray(at, at + cut)));
        at = Math.min(stream.length, at + cut);
      }
      assert.equal(
        heard.map((message) => message.toString('hex')),
        messages.map((message) => message.toString('hex')),
      );
    }),
  );
});

test.run();
