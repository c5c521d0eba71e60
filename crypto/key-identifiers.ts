import { Buffer } from 'node:buffer';
import { derTags, onlyDer, readDer } from './der.ts';
import { cryptoFault } from './faults.ts';

/** Whose key signed a certificate, and whose key it certifies, as far as it says so. */
export interface KeyIdentifiers {
  readonly authority: Buffer | undefined;
  readonly subject: Buffer | undefined;
}

const subjectKeyIdentifier = Buffer.from('551d0e', 'hex'); // 2.5.29.14
const authorityKeyIdentifier = Buffer.from('551d23', 'hex'); // 2.5.29.35

/** Reads the key identifiers of an X.509 certificate in DER (RFC 5280, 4.2.1.1 and 4.2.1.2), which node:crypto does not tell. Throws `CERTIFICATE_MALFORMED`. */
export function keyIdentifiersOf(certificate: Buffer): KeyIdentifiers {
  const [tbs] = readDer(onlyDer(certificate, derTags.sequence));
  if (tbs?.tag !== derTags.sequence) throw cryptoFault('CERTIFICATE_MALFORMED', 'no body');
  const extensions = readDer(tbs.value).find(({ tag }) => tag === derTags.extensions);
  let authority: Buffer | undefined;
  let subject: Buffer | undefined;
  for (const extension of extensions ? readDer(onlyDer(extensions.value, derTags.sequence)) : []) {
    const parts = readDer(extension.value); // OID, perhaps `critical`, value
    const [id, content] = [parts[0], parts.at(-1)];
    if (id?.tag !== derTags.oid || content?.tag !== derTags.octetString)
      throw cryptoFault('CERTIFICATE_MALFORMED', 'an extension');
    if (id.value.equals(subjectKeyIdentifier)) subject = onlyDer(content.value, derTags.octetString);
    if (id.value.equals(authorityKeyIdentifier)) {
      authority = readDer(onlyDer(content.value, derTags.sequence)).find(
        ({ tag }) => tag === derTags.keyIdentifier,
      )?.value;
    }
  }
  return { authority, subject };
}
