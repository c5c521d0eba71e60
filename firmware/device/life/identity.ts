import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { openDeviceKey, replaceDeviceCertificate } from '../../../crypto/device-key.ts';
import { type Files, replaceFile } from '../../../crypto/durable-files.ts';
import { lifeFault } from './faults.ts';

/** Where the vendor's certificate authority lies in the device's folder. */
export const vendorCaFile = (folder: string): string => join(folder, 'vendor-ca.pem');

export interface VendorIdentity {
  /** The device's certificate, PEM. */
  readonly certificate: string;
  /** The authority that has issued it, PEM. */
  readonly vendorCa: string;
  readonly serial: string;
  readonly model: string;
}

/**
 * Takes in the certificate that the vendor's authority has issued for the key made on this device; the key stays where it is.
 * @param now wall clock, ms
 * @throws CERTIFICATE_NOT_OF_DEVICE, CERTIFICATE_NOT_OF_VENDOR, and the faults of `openDeviceKey`
 */
export async function takeIdentity(folder: string, files: Files, now: number, identity: VendorIdentity): Promise<void> {
  const own = new X509Certificate((await openDeviceKey(folder, { files, now })).certificate);
  const given = certificateOf(identity.certificate, 'CERTIFICATE_NOT_OF_DEVICE');
  const authority = certificateOf(identity.vendorCa, 'CERTIFICATE_NOT_OF_VENDOR');
  if (!own.publicKey.equals(given.publicKey)) throw lifeFault('CERTIFICATE_NOT_OF_DEVICE', 'it is for another key');
  const names = given.subject.split('\n');
  if (!names.includes(`serialNumber=${identity.serial}`))
    throw lifeFault('CERTIFICATE_NOT_OF_DEVICE', `it does not name the serial number ${identity.serial}`);
  if (!authority.ca) throw lifeFault('CERTIFICATE_NOT_OF_VENDOR', 'it is no authority');
  if (!given.checkIssued(authority) || !given.verify(authority.publicKey))
    throw lifeFault('CERTIFICATE_NOT_OF_VENDOR', 'signed by another one');
  for (const { validFrom, validTo } of [given, authority])
    if (Date.parse(validFrom) > now || Date.parse(validTo) < now)
      throw lifeFault('CERTIFICATE_NOT_OF_VENDOR', 'not valid today');
  await replaceFile(files, vendorCaFile(folder), authority.toString());
  await replaceDeviceCertificate(folder, files, given.toString());
}

function certificateOf(pem: string, code: 'CERTIFICATE_NOT_OF_DEVICE' | 'CERTIFICATE_NOT_OF_VENDOR'): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw lifeFault(code, 'not a certificate', { cause });
  }
}
