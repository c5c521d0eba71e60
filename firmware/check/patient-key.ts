import { createCipheriv, createDecipheriv, createECDH, hkdfSync } from 'node:crypto';
import { nonceOf, patientSeal, type SealLabel } from './patient-seal.ts';

const cipherName = 'aes-256-gcm';

/** The check process's end of `patientSeal`. */
export interface PatientKey {
  /** For the page: the raw point, base64. */
  readonly publicKey: string;
  /** Opens the one message that `page` (its raw point) has sealed; undefined when it is not from it. The caller zeroes what came out. */
  open(label: SealLabel, page: Buffer, sealed: Buffer): Buffer | undefined;
  /** Seals one message after another for `page`; undefined when that is no point. What goes in is copied nowhere. */
  sealer(label: SealLabel, page: Buffer): ((plain: Buffer) => Buffer) | undefined;
}

/** A new key, for one check. @param token of its channel */
export function createPatientKey(token: string): PatientKey {
  const own = createECDH('prime256v1');
  const publicKey = own.generateKeys('base64');
  const keyFor = (label: SealLabel, page: Buffer): Uint8Array | undefined => {
    try {
      return new Uint8Array(hkdfSync('sha256', own.computeSecret(page), token, patientSeal.labels[label], 32));
    } catch {
      return undefined; // no point of the curve
    }
  };
  return {
    publicKey,
    open(label, page, sealed) {
      const key = keyFor(label, page);
      const end = sealed.length - patientSeal.tagBytes;
      if (!key || end < 0) return undefined;
      const decipher = createDecipheriv(cipherName, key, nonceOf(0)).setAuthTag(sealed.subarray(end));
      const plain = decipher.update(sealed.subarray(0, end));
      try {
        decipher.final();
        return plain;
      } catch {
        plain.fill(0);
        return undefined;
      }
    },
    sealer(label, page) {
      const key = keyFor(label, page);
      if (!key) return undefined;
      let sent = 0;
      return (plain) => {
        const cipher = createCipheriv(cipherName, key, nonceOf(sent++));
        return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      };
    },
  };
}
