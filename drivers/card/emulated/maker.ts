import { eraText, westernText } from './calendar.ts';
import type { CardApplication, CardFile } from './card-file.ts';
import { makeRsaKey } from './card-keys.ts';
import { cvKeyId, makeCvCertificate } from './cv-certificate.ts';
import { emulatedCardFault } from './faults.ts';
import { inputSupportAp } from './input-support-ap.ts';
import { jpkiAp } from './jpki-ap.ts';
import type { TestCa } from './jpki-certificate.ts';
import { makeCa } from './jpki-certificate.ts';
import type { CardOrder, MakeCardOptions } from './make-card-options.ts';
import { orderOf } from './make-card-options.ts';
import { printedPhoto } from './photo-jp2.ts';
import type { PrintedFace } from './printed-face.ts';
import { commonCardAp, jukiAp } from './registry-aps.ts';
import type { RecordIssuer } from './visual-inspection-ap.ts';
import { visualInspectionAp } from './visual-inspection-ap.ts';

export { codeBOf } from './card-file.ts';
export type { CardFlaw, CertificateState, MakeCardOptions } from './make-card-options.ts';

/** Contactless cards get their ATR from the reader; this one is what readers make of a My Number Card (card reference, "The PC/SC stack"). */
const atr = '3be000ff8131fe4514';

/**
 * Personalises a card: new keys, certificates, all files of its applications and the face printed on it.
 * Throws `CARD_ATTRIBUTES_REFUSED`, `CARD_PORTRAIT_REFUSED`, `CARD_FONT_MISSING`.
 */
export async function makeCard(options: MakeCardOptions): Promise<CardFile> {
  const order = orderOf(options);
  return {
    format: 'kazasu-emulated-card',
    version: 1,
    kind: order.kind,
    printed: await printedFace(order),
    atr,
    applications: await applications(order),
    behaviours: order.behaviours,
  };
}

async function applications(order: CardOrder): Promise<CardApplication[]> {
  const [named, userKey, signatureKey] = (await Promise.all([0, 1, 2].map(makeRsaKey))) as [string, string, string];
  const jpki = await jpkiAp(order, { userCa: await userCaOf(order), userKey, signatureKey });
  if (order.kind === 'android-phone') return [jpki];
  if (order.kind === 'juki-card') return [jpki, jukiAp(order)];
  const issuer = await recordIssuerOf(order);
  const held = order.flaw === 'copied' ? await makeRsaKey() : named;
  return [
    jpki,
    await visualInspectionAp(order, issuer, { named, held }),
    inputSupportAp(order, issuer),
    jukiAp(order),
    commonCardAp(order),
  ];
}

const year = 365 * 86_400_000;

/** The CA above the user-authentication certificate: the current generation but for the two flaws of the chain. */
async function userCaOf({ authority, flaw, random, now }: CardOrder): Promise<TestCa> {
  if (flaw === 'expired-chain') return authority.userAuthentication.expired;
  if (flaw !== 'unknown-ca') return authority.userAuthentication.current;
  const validity = { from: new Date(now - 9 * year), to: new Date(now + 9 * year) };
  return makeCa('user-authentication', await makeRsaKey(), random(8), validity);
}

/** The municipality that signs the records; a forger makes one of its own and certifies it with its own root. */
async function recordIssuerOf({ authority, flaw }: CardOrder): Promise<RecordIssuer> {
  if (flaw !== 'unknown-issuer' && flaw !== 'forged-issuer') return authority.cardIssuer;
  const pkcs8 = await makeRsaKey();
  const root = { keyId: flaw === 'forged-issuer' ? authority.cardRoot.keyId : cvKeyId('9900099'), pkcs8 };
  const forger = { keyId: authority.cardIssuer.keyId, pkcs8 };
  return { ...forger, certificate: makeCvCertificate(root, forger).toString('base64') };
}

const printedSex = { male: '男', female: '女', 'not-applicable': '' } as const;

async function printedFace(order: CardOrder): Promise<PrintedFace> {
  const { flaw, securityCode } = order;
  const birth = order.foreignResident ? westernText(order.birth) : eraText(order.birth);
  return {
    name: order.name,
    address: order.address,
    sex: printedSex[order.sex],
    birth: `${flaw === 'altered-print' ? inTheOtherEra(birth) : birth}生`,
    expiry: `${westernText(order.expiry)}まで有効`,
    securityCode: flaw === 'misprinted' ? withAnotherLastDigit(securityCode) : securityCode,
    issuer: order.issuer,
    pinless: order.pinless,
    photo: (await printedPhoto(order.portrait, order.crop)).toString('base64'),
  };
}

/** 昭和 for 平成 and the other way round: 照合番号B, which holds the year within its era, stays the same. */
function inTheOtherEra(birth: string): string {
  const [era, other] = birth.startsWith('昭和') ? ['昭和', '平成'] : ['平成', '昭和'];
  if (!birth.startsWith(era))
    throw emulatedCardFault('CARD_ATTRIBUTES_REFUSED', 'altered-print is for birth dates of 昭和 and 平成');
  return birth.replace(era, other);
}

const withAnotherLastDigit = (code: string): string => code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
