import { Buffer } from 'node:buffer';
import { aids } from './application-ids.ts';
import { text, tlv, u16s } from './ber-tlv.ts';
import { digitsOf } from './calendar.ts';
import type { CardApplication } from './card-file.ts';
import { sha256, signSha256 } from './card-keys.ts';
import { binary, credential } from './ef.ts';
import type { CardOrder } from './make-card-options.ts';
import { codeB } from './verification-codes.ts';
import type { RecordIssuer } from './visual-inspection-ap.ts';
import { sexDigit } from './visual-inspection-ap.ts';

const PIN = '0011';
const A = '0014';
const B = '0015';

/** 券面事項入力補助AP: never used by the check, here so that the card is whole (card reference, "Files"). */
export function inputSupportAp(order: CardOrder, issuer: RecordIssuer): CardApplication {
  // The physical My Number file ends in two filler bytes, and its digest covers them.
  const myNumber = Buffer.concat([tlv(0xff10, text(order.myNumber)), Buffer.from([0xff, 0xff])]);
  const fields = attributeFields(order);
  const digests = [tlv(0xdf31, sha256(myNumber)), tlv(0xdf32, sha256(...fields))];
  const pin = order.pinless ? null : order.pin;
  return {
    name: 'input-support',
    aid: aids['input-support'],
    files: [
      binary('0001', myNumber, [PIN, A]),
      binary('0002', attributes(fields), [PIN, B]),
      binary('0003', tlv(0xff30, ...digests, tlv(0xdf33, signSha256(issuer.pkcs8, ...digests))), [PIN, A, B]),
      binary('0004', Buffer.from(issuer.certificate, 'base64'), 'anyone'),
      credential(PIN, pin, 3),
      credential(A, order.myNumber, 10),
      credential(B, codeB(order.birth, order.expiry, order.securityCode, order.foreignResident), 10),
    ],
  };
}

const attributeFields = ({ name, address, birth, sex }: CardOrder): Buffer[] => [
  tlv(0xdf22, text(name)),
  tlv(0xdf23, text(address)),
  tlv(0xdf24, text(digitsOf(birth))),
  tlv(0xdf25, text(sexDigit[sex])),
];

/** `FF20 { DF21 offsets from the file's start, DF22…DF25 }`; how long the outer header is decides where the first field lies. */
function attributes(fields: readonly Buffer[]): Buffer {
  const table = 3 + fields.length * 2;
  const length = table + fields.reduce((sum, field) => sum + field.length, 0);
  let at = (length < 0x80 ? 3 : 5) + table;
  const offsets = fields.map((field) => {
    at += field.length;
    return at - field.length;
  });
  return tlv(0xff20, tlv(0xdf21, u16s(offsets)), ...fields);
}
