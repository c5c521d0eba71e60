import type { FaultTable } from '../firmware/records/coded-error.ts';
import { faultsOf } from '../firmware/records/coded-error.ts';

const installTrust =
  'Install the trust store that belongs to this reader (CA certificates and card-issuer keys), then start again.';
const otherProof = 'Do not accept the card; ask for another proof of insurance, and report it if it happens again.';
const atMunicipality =
  'Have the certificate renewed at the municipal office; today, show another proof of insurance at the counter.';

/** What proofs can fail at: one entry for each. */
export const cryptoFaults = {
  TRUST_STORE_EMPTY: {
    at: 'vendor',
    what: 'The trust store lacks its CA certificates or card-issuer keys',
    next: installTrust,
  },
  TRUST_STORE_BROKEN: { at: 'vendor', what: 'A file of the trust store cannot be used', next: installTrust },

  CV_CERTIFICATE_MALFORMED: {
    at: 'card',
    what: 'The issuer certificate of the card is not as it should be',
    next: otherProof,
  },
  CARD_ISSUER_UNKNOWN: {
    at: 'attack',
    what: 'No issuer that this reader trusts stands behind the card',
    next: otherProof,
  },
  CV_CERTIFICATE_FORGED: {
    at: 'attack',
    what: 'The issuer certificate of the card is not signed by its issuer',
    next: otherProof,
  },
  CARD_FACE_FORGED: { at: 'attack', what: 'The data in the chip are not what the issuer signed', next: otherProof },
  CARD_KEY_MALFORMED: { at: 'card', what: 'The public key of the card is not as it should be', next: otherProof },
  CARD_COPIED: {
    at: 'attack',
    what: 'The card does not hold the key that belongs to its data: a copy',
    next: otherProof,
  },

  CERTIFICATE_MALFORMED: { at: 'card', what: 'The certificate of the card cannot be read', next: atMunicipality },
  CERTIFICATE_UNTRUSTED: {
    at: 'attack',
    what: 'The certificate of the card is not from a CA that this reader trusts',
    next: otherProof,
  },
  CERTIFICATE_NOT_YET_VALID: {
    at: 'device',
    what: 'The certificate of the card is not valid yet',
    next: 'Check the date and time of the device; if they are right, ask for another proof of insurance.',
  },
  CERTIFICATE_PAST_GRACE: {
    at: 'person',
    what: 'The certificate of the card ended more than three months ago',
    next: atMunicipality,
  },
  CERTIFICATE_CHAIN_EXPIRED: {
    at: 'card',
    what: 'The CA behind the certificate of the card is outside its validity',
    next: 'Check the date and time of the device, and update its trust store; today, ask for another proof of insurance.',
  },
  CARD_SIGNATURE_INVALID: {
    at: 'attack',
    what: 'The signature of the card does not fit its certificate',
    next: otherProof,
  },

  FACILITY_PASSWORD_NOT_SET: {
    at: 'staff',
    what: 'The facility has no password yet',
    next: 'Set one: kazasu password set.',
  },
  FACILITY_PASSWORD_ALREADY_SET: {
    at: 'staff',
    what: 'The facility has a password already',
    next: 'Change it with kazasu password set and the old one; if it is forgotten, kazasu password reset.',
  },
  FACILITY_PASSWORD_UNFIT: {
    at: 'staff',
    what: 'The password must have 8 to 64 characters of UTF-8 without control characters',
    next: 'Choose another one.',
  },
  FACILITY_PASSWORD_WRONG: {
    at: 'staff',
    what: 'This is not the password of the facility',
    next: 'Type it again with care: wrong tries lock it.',
  },
  FACILITY_PASSWORD_LOCKED: {
    at: 'staff',
    what: 'The password is locked after wrong tries',
    next: 'Wait with the reader switched on; face and PIN work meanwhile.',
  },
  FACILITY_PASSWORD_BROKEN: {
    at: 'vendor',
    what: 'A file of the facility password is damaged',
    next: 'Run kazasu password reset, then set a new one.',
  },
  FACILITY_PASSWORD_BUSY: {
    at: 'staff',
    what: 'The facility password is in use by another program',
    next: 'Try again in a moment.',
  },
  FACILITY_PASSWORD_UNWRITABLE: {
    at: 'device',
    what: 'A try of the facility password cannot be written down, and so is not judged',
    next: 'Look whether the disk is full or read-only.',
  },

  DEVICE_KEY_EXPOSED: {
    at: 'vendor',
    what: "Others than its owner may use the device's key",
    next: 'If nobody can have read it, chmod 600; else remove key and certificate: the next start makes new ones.',
  },
  DEVICE_KEY_BROKEN: {
    at: 'vendor',
    what: "The device's key cannot be used",
    next: 'Put key and certificate back from where they were made, or remove both: the next start makes new ones.',
  },
  DEVICE_KEY_UNWRITABLE: {
    at: 'vendor',
    what: "The device's key cannot be made",
    next: 'Let the reader write to the folder device.folder, for its own user alone.',
  },
  TPM_UNAVAILABLE: {
    at: 'vendor',
    what: 'The TPM does not open the keys of this device',
    next: 'Check device.tpm, the right to use it, and tpm2-tools; keys that another TPM has sealed are lost: remove their files.',
  },
  DEVICE_CERTIFICATE_UNUSABLE: {
    at: 'vendor',
    what: "This is not the certificate of a reader's Ed25519 key",
    next: 'Give device-certificate.pem of the reader that made the records.',
  },

  DIGEST_MALFORMED: {
    at: 'vendor',
    what: 'A SHA-256 digest of another length than 32 bytes',
    next: 'Hand in the digest, not the message.',
  },
} as const satisfies FaultTable;

export type CryptoFaultCode = keyof typeof cryptoFaults;

/** Makes a coded error of a proof: `throw cryptoFault('CARD_FACE_FORGED')`. */
export const cryptoFault = faultsOf(cryptoFaults);
