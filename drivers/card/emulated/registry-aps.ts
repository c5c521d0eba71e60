import { Buffer } from 'node:buffer';
import { aids } from './application-ids.ts';
import { text } from './ber-tlv.ts';
import { digitsOf } from './calendar.ts';
import type { CardApplication } from './card-file.ts';
import { cvKeyId } from './cv-certificate.ts';
import { credential, records } from './ef.ts';
import type { CardOrder } from './make-card-options.ts';

/** A simple-encoded TLV record: one tag byte, one length byte. */
const record = (tag: number, value: Buffer): Buffer => Buffer.concat([Buffer.from([tag, value.length]), value]);

const keyReference = records('0002', [Buffer.from(cvKeyId('9900020'), 'hex')], 'anyone');

const pinOf = ({ pinless, pin }: CardOrder) => credential('001C', pinless ? null : pin, 3);

/** 住基AP: one record and a PIN; the check uses neither. */
export const jukiAp = (order: CardOrder): CardApplication => ({
  name: 'juki',
  aid: aids.juki,
  files: [keyReference, pinOf(order)],
});

/** 共通カードAP: record 1 of EF 0001 is `01 1C` with serial (15 digits), municipality (5) and the card's last day (8). */
export const commonCardAp = (order: CardOrder): CardApplication => ({
  name: 'common-card',
  aid: aids['common-card'],
  files: [
    records('0001', [record(0x01, text(`${order.serial}${order.municipality}${digitsOf(order.expiry)}`))], 'anyone'),
    keyReference,
    pinOf(order),
  ],
});
