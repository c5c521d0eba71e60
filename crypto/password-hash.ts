import { promisify } from 'node:util';
import sodium from 'sodium-native';

const hashInto = promisify(sodium.crypto_pwhash_str_async);
const verify = promisify(sodium.crypto_pwhash_str_verify_async);
/** 64 MiB and two passes, on a thread of its own: a tenth of a second on a desktop core. */
const cost = { passes: sodium.crypto_pwhash_OPSLIMIT_INTERACTIVE, bytes: sodium.crypto_pwhash_MEMLIMIT_INTERACTIVE };
/** Only our own cost: a file that asks for gigabytes is none of ours. */
const form = /^\$argon2id\$v=19\$m=65536,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/;

/** Whether a text is a hash that `hashPassword` can have made. */
export const isPasswordHash = (text: string): boolean => form.test(text);

/** Hashes a password with argon2id and a random salt. @returns the text of libsodium's `crypto_pwhash_str` */
export async function hashPassword(password: Buffer): Promise<string> {
  const out = Buffer.alloc(sodium.crypto_pwhash_STRBYTES);
  await hashInto(out, password, cost.passes, cost.bytes);
  return out.toString('latin1').replace(/\0+$/, '');
}

/** Whether the password is the hashed one; takes as long for any. @param hash for which `isPasswordHash` holds */
export async function isPassword(hash: string, password: Buffer): Promise<boolean> {
  const stored = Buffer.alloc(sodium.crypto_pwhash_STRBYTES);
  stored.write(hash, 'latin1');
  return verify(stored, password);
}
