import { createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';

/** What a vendor signs to clear one opening of one device, and nothing else: by the fingerprint (SHA-256, hexadecimal) of its certificate's public key. */
export function releaseText(certificate: string, opening: string): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return `kazasu case release 1 ${createHash('sha256').update(key).digest('hex')} ${opening}`;
}

/** Whether the vendor's key (of its CA certificate, PEM) has signed the text: Ed25519, or ECDSA and RSA with SHA-256. */
export function isReleasedBy(vendor: string, text: string, signature: Buffer): boolean {
  const { publicKey } = new X509Certificate(vendor);
  return verify(hashFor(publicKey), Buffer.from(text), publicKey, signature);
}

const hashFor = ({ asymmetricKeyType }: KeyObject): 'sha256' | null =>
  asymmetricKeyType === 'ed25519' ? null : 'sha256';
