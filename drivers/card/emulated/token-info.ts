import { Buffer } from 'node:buffer';
import type { CardKind } from './card-file.ts';

/** Token labels in JPKI EF 0006 (card reference, "Applications"). */
export const tokenLabels: Readonly<Record<CardKind, string>> = {
  'my-number-card': 'JPKIAPICCTOKEN2',
  'juki-card': 'JPKIAPICCTOKEN',
  'android-phone': 'JPKIAPGPSETOKEN',
};

/** CKF_RNG, CKF_LOGIN_REQUIRED, CKF_USER_PIN_INITIALIZED, CKF_TOKEN_INITIALIZED (PKCS #11, 3.2). */
const flags = 0x0000_040d;
const unavailable = 0xffff_ffff;

/** CK_TOKEN_INFO in 160 bytes: label 32, manufacturer 32, model 16, serial 16, eleven big-endian u32s, versions, time. */
export function tokenInfo(kind: CardKind, serial: string): Buffer {
  const out = Buffer.alloc(160, ' ');
  out.write(tokenLabels[kind], 0, 32, 'ascii');
  out.write('JPKI-TEST', 32, 32, 'ascii');
  out.write('JPKI', 64, 16, 'ascii');
  out.write(serial, 80, 16, 'ascii');
  const sessions = [0, 0, 0, 0];
  const pinLengths = [16, 4];
  const memory = [unavailable, unavailable, unavailable, unavailable];
  [flags, ...sessions, ...pinLengths, ...memory].forEach((word, i) => {
    out.writeUInt32BE(word, 96 + i * 4);
  });
  out.write('0301', 140, 'ascii'); // cards write their versions in ASCII
  return out;
}
