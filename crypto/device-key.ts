import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
  X509Certificate,
} from 'node:crypto';
import { join } from 'node:path';
import { CodedError } from '../firmware/records/coded-error.ts';
import { type Files, replaceFile } from './durable-files.ts';
import { cryptoFault } from './faults.ts';

/** Who this device is: what it signs can be checked by its certificate alone. */
export interface DeviceKey {
  /** X.509, PEM; its public key is the device's. */
  readonly certificate: string;
  /** Signs a text (UTF-8) with Ed25519; 64 bytes in base64url. The key itself comes out nowhere. */
  sign(text: string): string;
}

/** Where the device's certificate lies in its folder. */
export const deviceCertificateFile = (folder: string): string => join(folder, 'device-certificate.pem');
const keyFile = (folder: string): string => join(folder, 'device-key.pem');

/**
 * Opens the device's key, and makes it, with a certificate signed by itself, where there is none. A vendor's CA may replace the
 * certificate later; the key stays.
 * @param folder of the key alone: `device-key.pem` (PKCS#8, for its owner only) and `device-certificate.pem`
 * @param now wall clock, ms
 * @throws DEVICE_KEY_EXPOSED when others may read or write the key, DEVICE_KEY_BROKEN, DEVICE_KEY_UNWRITABLE, TPM_UNAVAILABLE
 */
export async function openDeviceKey(folder: string, { files, now }: { files: Files; now: number }): Promise<DeviceKey> {
  const kept = await readIfThere(files, keyFile(folder));
  if (kept === undefined) await makeKey(folder, files).catch(unwritable);
  else await demandClosed(files, keyFile(folder));
  const privateKey = readKey(kept ?? (await files.readFile(keyFile(folder), 'utf8')));
  const certificate =
    (await readIfThere(files, deviceCertificateFile(folder))) ??
    (await makeCertificate(folder, privateKey, files, now).catch(unwritable));
  demandPair(privateKey, certificate);
  return { certificate, sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url') };
}

/**
 * A request for the vendor's certificate (PKCS #10, PEM) for the device's key, which is made where there is none.
 * @param subject the vendor's serial number and model of the device
 * @throws the faults of `openDeviceKey`
 */
export async function requestDeviceCertificate(
  folder: string,
  { files, now }: { files: Files; now: number },
  subject: { readonly serial: string; readonly model: string },
): Promise<string> {
  await openDeviceKey(folder, { files, now });
  const { certificateRequest } = await import('./device-certificate.ts');
  return certificateRequest(readKey(await files.readFile(keyFile(folder), 'utf8')), subject);
}

/** Puts another certificate of the same key in the place of the device's. Throws DEVICE_KEY_BROKEN when it is of another key. */
export async function replaceDeviceCertificate(folder: string, files: Files, certificate: string): Promise<void> {
  demandPair(readKey(await files.readFile(keyFile(folder), 'utf8')), certificate);
  await replaceFile(files, deviceCertificateFile(folder), certificate).catch(unwritable);
}

/** The public key of a device's certificate (PEM or DER). Throws DEVICE_CERTIFICATE_UNUSABLE. */
export function deviceKeyOf(certificate: string | Buffer): KeyObject {
  try {
    const { publicKey } = new X509Certificate(certificate);
    if (publicKey.asymmetricKeyType === 'ed25519') return publicKey;
  } catch (cause) {
    throw cryptoFault('DEVICE_CERTIFICATE_UNUSABLE', undefined, { cause });
  }
  throw cryptoFault('DEVICE_CERTIFICATE_UNUSABLE', 'its key is not Ed25519');
}

/** Whether the device signed a text (see `DeviceKey.sign`). */
export function isSignedBy(device: KeyObject, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  // One way to write it only: base64url has several for the last character.
  return bytes.toString('base64url') === signature && verify(null, Buffer.from(text), device, bytes);
}

async function makeKey(folder: string, files: Files): Promise<void> {
  await files.mkdir(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  await replaceFile(files, keyFile(folder), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}

async function makeCertificate(folder: string, privateKey: KeyObject, files: Files, now: number): Promise<string> {
  const { selfSignedCertificate } = await import('./device-certificate.ts');
  const certificate = await selfSignedCertificate(privateKey, randomBytes(16), now);
  await replaceFile(files, deviceCertificateFile(folder), certificate);
  return certificate;
}

async function readIfThere(files: Files, path: string): Promise<string | undefined> {
  try {
    return await files.readFile(path, 'utf8');
  } catch (cause) {
    if (Reflect.get(Object(cause), 'code') === 'ENOENT') return undefined;
    if (cause instanceof CodedError) throw cause; // the TPM's
    throw cryptoFault('DEVICE_KEY_BROKEN', path, { cause });
  }
}

/** A key that others could read proves nothing any more. */
async function demandClosed(files: Files, path: string): Promise<void> {
  const file = await files.open(path, 'r');
  const { mode } = await file.stat().finally(() => file.close());
  if (mode & 0o077) throw cryptoFault('DEVICE_KEY_EXPOSED', `${path} has mode ${(mode & 0o777).toString(8)}`);
}

function readKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw cryptoFault('DEVICE_KEY_BROKEN', 'not a private key', { cause });
  }
  throw cryptoFault('DEVICE_KEY_BROKEN', 'not an Ed25519 key');
}

function demandPair(privateKey: KeyObject, certificate: string): void {
  const proof = 'kazasu';
  if (!isSignedBy(deviceKeyOf(certificate), proof, sign(null, Buffer.from(proof), privateKey).toString('base64url')))
    throw cryptoFault('DEVICE_KEY_BROKEN', 'the certificate belongs to another key');
}

function unwritable(cause: unknown): never {
  if (cause instanceof CodedError) throw cause;
  throw cryptoFault('DEVICE_KEY_UNWRITABLE', String(Reflect.get(Object(cause), 'code') ?? cause), { cause });
}
