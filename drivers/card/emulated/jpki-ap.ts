import { Buffer } from 'node:buffer';
import { aids } from './application-ids.ts';
import { endOfDayInJapan, startOfDayInJapan } from './calendar.ts';
import type { CardApplication, CardEf } from './card-file.ts';
import { spkiOf } from './card-keys.ts';
import { binary, credential, key } from './ef.ts';
import type { TestCa } from './jpki-certificate.ts';
import { derOf, issueCertificate } from './jpki-certificate.ts';
import type { CardOrder } from './make-card-options.ts';
import { tokenInfo } from './token-info.ts';

const PIN = '0018';
const PASSWORD = '001B';

/** What one certificate of the card is made from: the CA above it and the holder's key. */
export interface JpkiKeys {
  readonly userCa: TestCa;
  readonly userKey: string;
  readonly signatureKey: string;
}

/**
 * 公的個人認証AP, by kind of card. A My Number Card has both certificates; one without a PIN, and a phone, no signature certificate here;
 * an old 住基カード had only that. 001B stays on all of them, locked where it has no use: OpenSC opens no card without it.
 */
export async function jpkiAp(order: CardOrder, keys: JpkiKeys): Promise<CardApplication> {
  const signs = order.kind !== 'android-phone' && !order.pinless;
  const authenticates = order.kind !== 'juki-card';
  const files = [
    binary('0006', tokenInfo(order.kind, order.serial), 'anyone'),
    binary('0008', Buffer.from([signs ? 0x8f : 0, authenticates ? 0x8f : 0, 0]), 'anyone'),
    credential(
      PIN,
      order.pinless || !authenticates ? null : order.pin,
      3,
      order.pinless || order.blockedPin || !authenticates,
    ),
    credential(PASSWORD, signs ? order.signaturePassword : null, 5),
    ...(authenticates ? await userAuthentication(order, keys) : []),
    ...(signs ? await signature(order, keys.signatureKey) : []),
  ];
  return { name: 'jpki', aid: aids.jpki, files: files.sort((a, b) => a.id.localeCompare(b.id)) };
}

async function userAuthentication(order: CardOrder, { userCa, userKey }: JpkiKeys): Promise<CardEf[]> {
  const { terminalRoot } = order.authority;
  const phone = order.kind === 'android-phone';
  const certificate = await issueCertificate('user-authentication', userCa, holder(order, userKey), span(order));
  return [
    binary('000A', certificate, phone ? [PIN] : 'anyone'),
    binary('000B', derOf(userCa.certificate), 'anyone'),
    key('0017', userKey, [PIN, 'terminal']),
    { id: '0016', type: 'terminal-root', keyId: terminalRoot.keyId, spki: spkiOf(terminalRoot.pkcs8) },
  ];
}

async function signature(order: CardOrder, signatureKey: string): Promise<CardEf[]> {
  const ca = order.authority.signature;
  const certificate = await issueCertificate('signature', ca, holder(order, signatureKey), span(order));
  return [
    binary('0001', certificate, [PASSWORD]),
    binary('0002', derOf(ca.certificate), 'anyone'),
    key('001A', signatureKey, [PASSWORD]),
  ];
}

const holder = ({ random }: CardOrder, pkcs8: string) => ({
  pkcs8,
  subject: random(13).toString('hex').toUpperCase(),
  serial: random(8),
});

const span = ({ certificateFrom, certificateUntil }: CardOrder) => ({
  from: startOfDayInJapan(certificateFrom),
  to: endOfDayInJapan(certificateUntil),
});
